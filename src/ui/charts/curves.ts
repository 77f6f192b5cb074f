/** @file From a run's records to what a chart draws: one series per arm, over epochs. */
import { at, type Log } from '../../store/log.ts';
import type { Series } from '../../store/binning.ts';
import type { Arm } from './arms.ts';
import type { Metric } from './questions.ts';

/** A series whose points also know their step. */
export interface Curve extends Series {
  readonly steps: readonly number[];
}

/** The arm's values of `metric`; x is in epochs. */
export function curveOf(arm: Arm, metric: Metric, stepsPerEpoch: number): Curve {
  switch (metric.from) {
    // A step's record is of the state before its update, so it stands where that step began.
    case 'steps':
      return collect(arm.steps, metric.value, (record) => record.step, stepsPerEpoch);
    case 'epochs':
      return collect(arm.epochs, metric.value, (record) => record.step, stepsPerEpoch);
    case 'evaluations':
      return collect(arm.evaluations, metric.value, (record) => record.step, stepsPerEpoch);
  }
}

function collect<T>(
  log: Log<T>,
  value: (record: T) => number | null,
  stepOf: (record: T) => number,
  stepsPerEpoch: number,
): Curve {
  const steps: number[] = [];
  const y: (number | null)[] = [];
  for (let index = 0; index < log.length; index++) {
    const record = log.shared[index];
    if (record === undefined) continue;
    steps.push(stepOf(record));
    y.push(value(record));
  }
  return { steps, x: steps.map((step) => step / stepsPerEpoch), y };
}

/** The newest value of `metric`; null before the first and where it has none. */
export function latestOf(arm: Arm, metric: Metric): number | null {
  switch (metric.from) {
    case 'steps':
      return newest(arm.steps, metric.value);
    case 'epochs':
      return newest(arm.epochs, metric.value);
    case 'evaluations':
      return newest(arm.evaluations, metric.value);
  }
}

function newest<T>(log: Log<T>, value: (record: T) => number | null): number | null {
  const record = at(log, -1);
  return record === undefined ? null : value(record);
}
