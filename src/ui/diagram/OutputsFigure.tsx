/** @file Guess and answer as a figure: a mirrored histogram, two arrows, or a bar for each picture of the batch. */
import type { ExperimentConfig } from '../../config/schema.ts';
import { fixed } from '../../metrics/format.ts';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';
import { angleOf, contrastBars, degrees, mirroredBars, outputsText } from './figures.ts';

interface Props {
  method: ExperimentConfig['method'];
  outputs: PairOutputs | null;
}

export function OutputsFigure({ method, outputs }: Props) {
  const text = outputs === null ? 'Not known yet' : outputsText(outputs);
  return (
    <div className="outputs-figure" role="img" aria-label={text} data-kind={outputs?.kind ?? 'none'}>
      {outputs === null ? (
        <Waiting mirrored={method === 'dino'} />
      ) : outputs.kind === 'prototypes' ? (
        <Mirror outputs={outputs} />
      ) : outputs.kind === 'angle' ? (
        <Angle cosine={outputs.cosine} />
      ) : (
        <Contrast outputs={outputs} />
      )}
    </div>
  );
}

/** The line that bars will stand on. */
const Waiting = ({ mirrored }: { mirrored: boolean }) => (
  <>
    {mirrored && <MirrorNames />}
    <svg className="bars" viewBox="0 0 100 100" preserveAspectRatio="none">
      <line className="bars-axis" x1="0" x2="100" y1="50" y2="50" />
    </svg>
  </>
);

const MirrorNames = () => (
  <>
    <span className="guess-name">guess</span>
    <span className="answer-name">answer</span>
  </>
);

/** Of its share of the width, what a bar leaves free. */
const GAP = 0.22;

function Mirror({ outputs }: { outputs: Extract<PairOutputs, { kind: 'prototypes' }> }) {
  const bars = mirroredBars(outputs);
  const pitch = 100 / bars.length;
  return (
    <>
      <MirrorNames />
      <svg className="bars" viewBox="0 0 100 100" preserveAspectRatio="none">
        {bars.map(({ prototype, up, down }, place) => (
          <g key={prototype} transform={`translate(${place * pitch} 0)`}>
            <rect
              className="output-bar guess"
              width={pitch * (1 - GAP)}
              y="0"
              height="49"
              style={scaled(up)}
            />
            <rect
              className="output-bar answer"
              width={pitch * (1 - GAP)}
              y="51"
              height="49"
              style={scaled(down)}
            />
          </g>
        ))}
        <line className="bars-axis" x1="0" x2="100" y1="50" y2="50" />
      </svg>
    </>
  );
}

const scaled = (share: number) => ({ transform: `scaleY(${Math.max(0.02, share).toFixed(4)})` });

function Angle({ cosine }: { cosine: number }) {
  const angle = angleOf(cosine);
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  const arc = { x: 28 * x, y: -28 * y };
  return (
    <svg className="angle" viewBox="-112 -108 224 124">
      <path className="angle-arc" d={`M28 0A28 28 0 0 0 ${arc.x.toFixed(2)} ${arc.y.toFixed(2)}`} />
      <g className="answer-arrow">
        <Arrow />
      </g>
      <g className="guess-arrow" style={{ transform: `rotate(${(-degrees(cosine)).toFixed(2)}deg)` }}>
        <Arrow />
      </g>
      <text x="92" y="14" textAnchor="end">
        answer
      </text>
      <text
        x={(100 * x).toFixed(1)}
        y={(-100 * y).toFixed(1)}
        textAnchor={x < 0 ? 'start' : 'end'}
        dy={y < 0.25 ? -8 : 0}
      >
        guess
      </text>
      <text
        className="angle-degrees"
        x={(44 * Math.cos(angle / 2)).toFixed(1)}
        y={(-44 * Math.sin(angle / 2)).toFixed(1)}
      >
        {fixed(degrees(cosine), 0)}°
      </text>
    </svg>
  );
}

const Arrow = () => (
  <>
    <line x1="0" x2="84" y1="0" y2="0" />
    <path d="M92 0 80 -5V5Z" />
  </>
);

function Contrast({ outputs }: { outputs: Extract<PairOutputs, { kind: 'batch' }> }) {
  const bars = contrastBars(outputs);
  const pitch = 100 / bars.length;
  return (
    <>
      <span className="guess-name">near</span>
      <span className="answer-name">far</span>
      <svg className="bars" viewBox="0 0 100 100" preserveAspectRatio="none">
        {bars.map((bar, place) => (
          <rect
            key={place}
            className={`output-bar ${place === 0 ? 'guess' : 'answer'}`}
            x={place * pitch}
            width={pitch * (1 - GAP)}
            y={bar < 0 ? 51 : 49 * (1 - bar)}
            height={49 * Math.abs(bar)}
          />
        ))}
        <line className="bars-axis" x1="0" x2="100" y1="50" y2="50" />
      </svg>
    </>
  );
}
