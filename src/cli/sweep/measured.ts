/** @file What a run measured, by name: every number its records hold, whichever those are. */
import { leaves } from '../../config/paths.ts';
import { declarations, metricIds } from '../../metrics/table.ts';
import type { ArmRecord } from '../train/runRecord.ts';

export type Metrics = Record<string, number>;
/** `[epochs done, value]`, ascending. */
export type CurvePoint = [epoch: number, value: number];
export type Curves = Record<string, CurvePoint[]>;

/** Where a record stands, and what follows from the configuration alone. */
const unmeasured = new Set<string>([
  'step',
  'epoch',
  ...metricIds.filter((id) => declarations[id].scheduled === true),
]);

/** Numbers by dotted path; what has none, such as the purity of no positives, is left out. */
export function numbersOf(record: object): Metrics {
  return Object.fromEntries(
    leaves(record).filter(
      (leaf): leaf is [string, number] =>
        typeof leaf[1] === 'number' && Number.isFinite(leaf[1]) && !unmeasured.has(leaf[0]),
    ),
  );
}

/** The last evaluation and epoch, and the mean over the steps of that epoch. */
export function finalMetrics({ steps, epochs, evaluations }: ArmRecord): Metrics {
  const last = steps.at(-1)?.epoch;
  return {
    ...meanOf(steps.filter(({ epoch }) => epoch === last)),
    ...numbersOf(epochs.at(-1) ?? {}),
    ...numbersOf(evaluations.at(-1) ?? {}),
  };
}

/** One point an epoch: means of its steps, what its bank said, and its evaluation where it had one. */
export function epochCurves({ steps, epochs, evaluations, shape }: ArmRecord): Curves {
  const stepsPerEpoch = shape?.stepsPerEpoch ?? 1;
  const curves: Curves = {};
  const add = (step: number, metrics: Metrics) => {
    for (const [name, value] of Object.entries(metrics))
      (curves[name] ??= []).push([rounded(step / stepsPerEpoch), rounded(value)]);
  };
  for (let from = 0; from < steps.length; from += stepsPerEpoch) {
    const ofEpoch = steps.slice(from, from + stepsPerEpoch);
    add(from + ofEpoch.length, meanOf(ofEpoch));
  }
  for (const record of epochs) add(record.step, numbersOf(record));
  for (const record of evaluations) add(record.step, numbersOf(record));
  return curves;
}

/** The mean of each number over the records that have it. */
function meanOf(records: readonly object[]): Metrics {
  const sums = new Map<string, { total: number; count: number }>();
  for (const record of records)
    for (const [name, value] of Object.entries(numbersOf(record))) {
      const sum = sums.get(name) ?? { total: 0, count: 0 };
      sums.set(name, { total: sum.total + value, count: sum.count + 1 });
    }
  return Object.fromEntries([...sums].map(([name, { total, count }]) => [name, total / count]));
}

/** Curves are for eyes. */
const rounded = (value: number): number => Number(value.toPrecision(5));
