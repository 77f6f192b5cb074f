/** @file From a run's records to what a chart draws: one series per arm, over epochs or over an index. */
import { at, type Log } from '../metrics/log.ts';
import type { Series } from './binning.ts';
import type { EvaluationRecord } from '../protocol/protocol.ts';
import type { Arm } from './arms.ts';
import type { Metric, Profile } from '../metrics/metric.ts';

/** A series whose points also know their step, or their place in a profile. */
export interface Curve extends Series {
  readonly step: (index: number) => number;
}

/** A curve as it is drawn and told: whose it is, and how it looks. */
export interface ChartLine extends Pick<Arm, 'id' | 'label' | 'style'> {
  curve: Curve;
  /** Only there to compare with. */
  reference: boolean;
}

/** The lines of `metric`: one per arm, and behind a profile also those of the beginnings. */
export function linesOf(arms: readonly Arm[], metric: Metric, stepsPerEpoch: number): ChartLine[] {
  const lines = arms.map((arm) => {
    const { id, label, style } = arm;
    return { id, label, style, curve: curveOf(arm, metric, stepsPerEpoch), reference: false };
  });
  return metric.profile === undefined ? lines : [...lines, ...beginningsOf(arms, metric.profile)];
}

const beginningStyle = { colour: 'var(--reference)', dash: '2 3' };

/** The first evaluation of each arm; arms that began alike have one in common. */
function beginningsOf(arms: readonly Arm[], profile: Profile): ChartLine[] {
  const beginnings = new Map<string, ChartLine>();
  for (const { id, evaluations } of arms) {
    const curve = profileOf(at(evaluations, 0), profile);
    const values = Array.from({ length: curve.length }, (_, index) => curve.y(index)).join();
    if (curve.length > 0 && !beginnings.has(values))
      beginnings.set(values, {
        id: `${id} start`,
        label: 'at the start',
        style: beginningStyle,
        curve,
        reference: true,
      });
  }
  return [...beginnings.values()];
}

/** The arm's values of `metric`, read in place; x is in epochs, or counts from 1 where it is a profile. */
function curveOf(arm: Arm, metric: Metric, stepsPerEpoch: number): Curve {
  if (metric.profile !== undefined) return profileOf(at(arm.evaluations, -1), metric.profile);
  switch (metric.from) {
    case 'steps':
      return over(arm.steps, metric.value, stepsPerEpoch);
    case 'epochs':
      return over(arm.epochs, metric.value, stepsPerEpoch);
    case 'evaluations':
      return over(arm.evaluations, metric.value, stepsPerEpoch);
  }
}

function profileOf(record: EvaluationRecord | undefined, profile: Profile): Curve {
  const values = record === undefined ? [] : profile.values(record);
  const place = (index: number) => index + 1;
  return { length: values.length, step: place, x: place, y: (index) => values[index] ?? null };
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
