/**
 * @file The drawing of one chart in plain SVG: what there is to see before the drawing's code is loaded. It looks the
 * same, and has nothing for the pointer.
 */
import type { Row } from './binning.ts';
import type { LinePlotProps } from '../ui/charts/LinePlot.tsx';
import { plotHeight } from './plotFrame.ts';
import { pixelOf, tickText } from './scale.ts';
import { tickTexts } from './ticks.ts';

type Props = Pick<LinePlotProps, 'rows' | 'lines' | 'x' | 'y' | 'ticks' | 'references' | 'frame' | 'large'>;

/** Units of the drawing across; the screen's pixels come from stretching it. */
const WIDTH = 1000;

export function Sketch({ rows, lines, x, y, ticks, references, frame, large }: Props) {
  const height = plotHeight(frame);
  const across = (value: number) => (WIDTH * (value - x.low)) / (x.high - x.low);
  const down = (value: number) => pixelOf(y, value, height);
  const level = (value: number) => `M0 ${down(value)} H${WIDTH}`;
  return (
    <div className="sketch" aria-hidden="true">
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        preserveAspectRatio="none"
        style={{
          top: frame.top,
          left: frame.left,
          width: `calc(100% - ${frame.left + frame.right}px)`,
          height,
        }}
      >
        {large && y.ticks.map((tick) => <path key={tick} className="sketch-grid" d={level(tick)} />)}
        {references.map((value) => (
          <path key={`reference ${value}`} className="sketch-reference" d={level(value)} />
        ))}
        {lines.map(({ id, style, reference }, column) => (
          <path
            key={id}
            className="sketch-line"
            d={pathOf(rows, column, across, down)}
            stroke={style.colour}
            strokeDasharray={style.dash}
            strokeWidth={reference ? 1 : large ? 2 : 1.5}
          />
        ))}
        {large && <path className="sketch-axis" d={`M0 ${height} H${WIDTH}`} />}
      </svg>
      {large && <TickTexts {...{ x, y, ticks, frame }} />}
    </div>
  );
}

/** Through every value that a line has, as if those between were none. */
const pathOf = (
  rows: readonly Row[],
  column: number,
  across: (x: number) => number,
  down: (y: number) => number,
): string =>
  rows
    .flatMap(({ x, values }) => {
      const value = values[column];
      return typeof value === 'number' ? [`${across(x).toFixed(1)} ${down(value).toFixed(1)}`] : [];
    })
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${point}`)
    .join(' ');

function TickTexts({ x, y, ticks, frame }: Pick<Props, 'x' | 'y' | 'ticks' | 'frame'>) {
  const height = plotHeight(frame);
  const share = (value: number) => (value - x.low) / (x.high - x.low);
  return (
    <>
      {y.ticks.map((tick) => (
        <span
          key={`y ${tick}`}
          className="sketch-y"
          style={{ top: frame.top + pixelOf(y, tick, height), width: frame.left - 8 }}
        >
          {tickTexts[ticks](y, tick)}
        </span>
      ))}
      {x.ticks.map((tick) => (
        <span
          key={`x ${tick}`}
          className="sketch-x"
          style={{
            top: frame.top + height + 8,
            left: `calc(${frame.left}px + (100% - ${frame.left + frame.right}px) * ${share(tick)})`,
          }}
        >
          {tickText(x, tick)}
        </span>
      ))}
    </>
  );
}
