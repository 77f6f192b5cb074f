/** @file One chart of one metric: its curve or what will appear, its reference lines and their labels. */
import { useStore } from 'zustand';
import type { RunState } from '../../store/run/runState.ts';
import type { ChartArm } from '../../charts/arms.ts';
import { latestOf } from '../../charts/curves.ts';
import type { Pace } from '../../metrics/facts.ts';
import type { Metric } from '../../metrics/metric.ts';
import { pictureOf, valuesOf } from '../../charts/picture.ts';
import { createReading } from '../../store/reading/reading.ts';
import { usePage } from '../PageContext.ts';
import { Heads } from './Heads.tsx';
import { PlotFace } from './PlotFace.tsx';
import { ReferenceLabels } from './ReferenceLabels.tsx';
import { referenceName, referencesOf } from '../../charts/references.ts';
import { isWithin } from '../../charts/scale.ts';
import { Sketch } from '../../charts/Sketch.tsx';
import { usePlotFrame } from './usePlotFrame.ts';
import { late } from '../late/late.tsx';
import { waitingFor } from './waiting.ts';

const LinePlot = late({
  name: 'What draws the curves',
  load: () => import('./LinePlot.tsx'),
  meanwhile: (props) => <Sketch {...props} />,
  place: (trouble, props) => (
    <>
      <Sketch {...props} />
      {props.large && <div className="plot-fault">{trouble}</div>}
    </>
  ),
});

interface Props {
  metric: Metric;
  arms: readonly ChartArm[];
  pace: Pace;
  run: RunState;
  large: boolean;
}

export function Plot({ metric, arms, pace, run, large }: Props) {
  const frame = usePlotFrame(large);
  const { store } = usePage().part(createReading);
  const range = useStore(store, (state) => state.range);
  const smooth = useStore(store, (state) => large && state.smooth);
  const logarithmic = useStore(store, (state) => large && state.logarithmic && metric.logarithm === true);
  const picture = pictureOf(metric, arms, pace, run.step, large, { range, smooth, logarithmic });
  const { lines, read, rows, x, y, ticks, over, references, names } = picture;
  if (valuesOf(rows).length === 0)
    return (
      <div className="plot plot-empty" style={{ height: frame.height }}>
        {large && (
          <p>
            {metric.help} <span>{rows.length > 0 ? 'No value so far.' : waitingFor(metric, run)}</span>
          </p>
        )}
      </div>
    );

  const overTime = metric.profile === undefined;
  const drawn = references.map(({ value }) => value).filter((value) => isWithin(y, value));
  const drawing = { rows, lines, x, y, ticks, references: drawn, frame, large };
  return (
    <div className="plot" style={{ height: frame.height }}>
      {run.phase === 'recorded' ? (
        <Sketch {...drawing} />
      ) : (
        <LinePlot
          {...drawing}
          changes={overTime ? run.tunings.map(({ step }) => step / pace.stepsPerEpoch) : []}
        />
      )}
      {overTime && <Heads rows={rows} arms={arms} x={x} y={y} frame={frame} />}
      {overTime && <PlotFace {...{ metric, x, y, ticks, over, pace, frame, large }} lines={read} />}
      <ReferenceLabels
        references={[...references, ...names]}
        y={y}
        frame={frame}
        large={large}
        ticks={ticks}
      />
      {large && (
        <span className="plot-unit" aria-hidden="true">
          {over.many}
        </span>
      )}
    </div>
  );
}

/** What the chart says in words, for those who do not see it. */
export function summaryOf(metric: Metric, arms: readonly ChartArm[]): string {
  const values = latestOf(arms, metric).map((latest, place) => {
    const label = arms[place]?.label ?? '';
    return `${arms.length > 1 ? `${label} ` : ''}${latest === null ? 'no value yet' : metric.format(latest)}`;
  });
  const references = referencesOf(metric, arms).map(
    (one) => `${referenceName(one)} ${metric.format(one.value)}`,
  );
  const against = references.length === 0 ? '' : `; for comparison: ${references.join(', ')}`;
  return `${metric.label}: ${values.join(', ')}${against}.`;
}
