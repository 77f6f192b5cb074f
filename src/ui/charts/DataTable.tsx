/** @file The numbers behind a chart as a table, thinned evenly to a readable length. */
import { memo } from 'react';
import { fixed } from '../format.ts';
import type { Arm } from './arms.ts';
import { curveOf, type Curve } from './curves.ts';
import type { RunFacts } from './facts.ts';
import type { Metric } from './questions.ts';

const MAX_ROWS = 60;

interface Props {
  metric: Metric;
  arms: readonly Arm[];
  facts: RunFacts;
}

/** `data-testid="table-<metric>"`; columns: step, epoch, then one per arm. Unrounded values in `data-value`. */
export const DataTable = memo(function DataTable({ metric, arms, facts }: Props) {
  const columns = arms.map((arm) => valuesByStep(curveOf(arm, metric, facts.stepsPerEpoch)));
  const steps = thinned([...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b));
  const references = metric.references(facts);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={`${metric.label}, table`}>
      <table data-testid={`table-${metric.id}`}>
        <caption>
          {metric.label}
          {references.map(({ label, value }) => ` · ${label} ${metric.format(value)}`)}
        </caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">epoch</th>
            {arms.map(({ id, label }) => (
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
              <td>{fixed(step / facts.stepsPerEpoch, 2)}</td>
              {arms.map(({ id }, column) => {
                const value = columns[column]?.get(step) ?? null;
                return (
                  <td key={id} data-value={value ?? ''}>
                    {value === null ? '–' : metric.format(value)}
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
