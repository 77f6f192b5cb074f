/** @file One chart of one metric: its curve or what will appear, its reference lines and their labels. */
import { Component, lazy, Suspense, type ReactNode } from 'react';
import { binSeries } from '../../store/binning.ts';
import type { RunState } from '../../store/runState.ts';
import type { Arm } from './arms.ts';
import { curveOf, latestOf } from './curves.ts';
import type { RunFacts } from './facts.ts';
import { usePlotFrame } from './plotFrame.ts';
import type { Metric } from './questions.ts';
import { Heads } from './Heads.tsx';
import { ReferenceLabels } from './ReferenceLabels.tsx';
import { reach, scaleOf } from './scale.ts';
import { waitingFor } from './waiting.ts';

const LinePlot = lazy(() => import('./LinePlot.tsx'));

/** More rows than a chart has pixels show nothing more. */
const MAX_ROWS = { large: 400, small: 100 };

interface Props {
  metric: Metric;
  arms: readonly Arm[];
  facts: RunFacts;
  run: RunState;
  large: boolean;
}

export function Plot({ metric, arms, facts, run, large }: Props) {
  const frame = usePlotFrame(large);
  const references = metric.references(facts);
  const rows = binSeries(
    arms.map((arm) => curveOf(arm, metric, facts.stepsPerEpoch)),
    large ? MAX_ROWS.large : MAX_ROWS.small,
  );
  const values = rows.flatMap((row) => row.values.filter((value) => value !== null));
  if (values.length === 0)
    return (
      <div className="plot plot-empty" style={{ height: frame.height }}>
        {large && (
          <p>
            {metric.help} <span>{rows.length > 0 ? 'No value so far.' : waitingFor(metric, run)}</span>
          </p>
        )}
      </div>
    );

  const include = metric.include === undefined ? [] : [metric.include];
  const near = references.filter(({ distant }) => distant !== true).map(({ value }) => value);
  const y = scaleOf([...values, ...include, ...near], large ? 3 : 4);
  const total = facts.totalSteps / facts.stepsPerEpoch;
  const right = reach(Math.max(rows.at(-1)?.x ?? 0, run.step / facts.stepsPerEpoch), total);
  const x = { ...scaleOf([0, right], 5), low: 0, high: right };
  return (
    <div className="plot" style={{ height: frame.height }}>
      <PlotFault>
        <Suspense fallback={null}>
          <LinePlot
            rows={rows}
            arms={arms}
            x={{ ...x, ticks: x.ticks.filter((tick) => tick <= right) }}
            y={y}
            references={references
              .map(({ value }) => value)
              .filter((value) => value >= y.low && value <= y.high)}
            changes={run.tunings.map(({ step }) => step / facts.stepsPerEpoch)}
            frame={frame}
            large={large}
            percent={metric.percent === true}
            format={metric.format}
          />
        </Suspense>
      </PlotFault>
      <Heads rows={rows} arms={arms} x={x} y={y} frame={frame} />
      <ReferenceLabels
        references={references}
        y={y}
        frame={frame}
        large={large}
        percent={metric.percent === true}
      />
      {large && (
        <span className="plot-unit" aria-hidden="true">
          epochs
        </span>
      )}
    </div>
  );
}

/** What the chart says in words, for those who do not see it. */
export function summaryOf(metric: Metric, arms: readonly Arm[], facts: RunFacts): string {
  const values = arms.map((arm) => {
    const latest = latestOf(arm, metric);
    return `${arms.length > 1 ? `${arm.label} ` : ''}${latest === null ? 'no value yet' : metric.format(latest)}`;
  });
  const references = metric.references(facts).map(({ label, value }) => `${label} ${metric.format(value)}`);
  const against = references.length === 0 ? '' : `; for comparison: ${references.join(', ')}`;
  return `${metric.label}: ${values.join(', ')}${against}.`;
}

/** If the drawing's code cannot be loaded, the numbers and tables still stand. */
class PlotFault extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return <p className="plot-fault">The charts could not be loaded; reload the page. The numbers go on.</p>;
  }
}
