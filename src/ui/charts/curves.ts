/** @file From a run's records to what a chart draws: one series per arm, over epochs. */
import { at, type Log } from '../../store/log.ts';
import type { Series } from '../../store/binning.ts';
import type { Arm } from './arms.ts';
import type { Metric } from './questions.ts';

/** A series whose points also know their step. */
export interface Curve extends Series {
  readonly step: (index: number) => number;
}

/** The arm's values of `metric`, read in place; x is in epochs. */
export function curveOf(arm: Arm, metric: Metric, stepsPerEpoch: number): Curve {
  switch (metric.from) {
    case 'steps':
      return over(arm.steps, metric.value, stepsPerEpoch);
    case 'epochs':
      return over(arm.epochs, metric.value, stepsPerEpoch);
    case 'evaluations':
      return over(arm.evaluations, metric.value, stepsPerEpoch);
  }
}

function over<T extends { step: number }>(
  { length, shared }: Log<T>,
  value: (record: T) => number | null,
  stepsPerEpoch: number,
): Curve {
  const step = (index: number) => shared[index]?.step ?? NaN;
  return {
    length,
    step,
    x: (index) => step(index) / stepsPerEpoch,
    y: (index) => {
      const record = shared[index];
      return record === undefined ? null : value(record);
    },
  };
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
