/** @file The numbers behind a chart as a table, thinned evenly to a readable length. */
import { memo } from 'react';
import { fixed, short } from '../../metrics/format.ts';
import type { ChartArm } from '../../charts/arms.ts';
import { linesOf, type Curve } from '../../charts/curves.ts';
import type { Pace } from '../../metrics/facts.ts';
import type { Metric } from '../../metrics/metric.ts';
import { referenceName, referencesOf } from '../../charts/references.ts';

const MAX_ROWS = 60;

interface Props {
  metric: Metric;
  arms: readonly ChartArm[];
  pace: Pace;
}

/**
 * `data-testid="table-<metric>"`; columns: step and epoch, or the place in a profile, then one per line of the
 * chart, the arms' first. Unrounded values in `data-value`.
 */
export const DataTable = memo(function DataTable({ metric, arms, pace }: Props) {
  const lines = linesOf(arms, metric, pace.stepsPerEpoch);
  const columns = lines.map(({ curve }) => valuesByStep(curve));
  const steps = thinned([...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b));
  const references = referencesOf(metric, arms);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={`${metric.label}, table`}>
      <table data-testid={`table-${metric.id}`}>
        <caption>
          {metric.label}
          {references.map((one) => ` · ${referenceName(one)} ${metric.format(one.value)}`)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{metric.profile?.over ?? 'step'}</th>
            {metric.profile === undefined && <th scope="col">epoch</th>}
            {lines.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step}>
              <th scope="row">{step}</th>
              {metric.profile === undefined && <td>{fixed(step / pace.stepsPerEpoch, 2)}</td>}
              {lines.map(({ id }, column) => {
                const value = columns[column]?.get(step) ?? null;
                return (
                  <td key={id} data-value={value ?? ''}>
                    {value === null ? '–' : (metric.profile === undefined ? metric.format : short)(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {steps.length === 0 && <p className="table-empty">Nothing measured yet.</p>}
    </div>
  );
});

function valuesByStep({ length, step, y }: Curve): Map<number, number | null> {
  const values = new Map<number, number | null>();
  for (let index = 0; index < length; index++) values.set(step(index), y(index));
  return values;
}

/** At most `MAX_ROWS` steps, evenly spaced, the first and the last among them. */
function thinned(steps: readonly number[]): number[] {
  if (steps.length <= MAX_ROWS) return [...steps];
  const stride = (steps.length - 1) / (MAX_ROWS - 1);
  return Array.from({ length: MAX_ROWS }, (_, row) => steps[Math.round(row * stride)] ?? 0);
}
