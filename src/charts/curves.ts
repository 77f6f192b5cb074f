/** @file From a run's records to what a chart draws: one series per arm, over epochs or over an index. */
import { at, type Log } from '../metrics/log.ts';
import type { Series } from './binning.ts';
import type { ChartArm } from './arms.ts';
import { referenceDash } from './strokes.ts';
import type { IndexedValues, Metric, MetricRecord } from '../metrics/metric.ts';

/** A series whose points also know their step, or their place in a profile. */
export interface Curve extends Series {
  readonly step: (index: number) => number;
}

/** A curve as it is drawn and told: whose it is, and how it looks. */
export interface ChartLine extends Pick<ChartArm, 'id' | 'label' | 'style'> {
  curve: Curve;
  /** Only there to compare with. */
  reference: boolean;
  /** What another line is the mean of: it lies faint beneath. */
  beneath?: boolean;
}

/** The lines of `metric`: one per arm, and behind a profile also those of the beginnings. */
export function linesOf(arms: readonly ChartArm[], metric: Metric, stepsPerEpoch: number): ChartLine[] {
  const lines = arms.map((arm) => {
    const { id, label, style } = arm;
    return { id, label, style, curve: curveOf(arm, metric, stepsPerEpoch), reference: false };
  });
  return metric.profile === undefined ? lines : [...lines, ...beginningsOf(arms, metric.profile)];
}

const beginningStyle = { colour: 'var(--reference)', dash: referenceDash };

/** The first evaluation of each arm; arms that began alike have one in common. */
function beginningsOf(arms: readonly ChartArm[], profile: IndexedValues): ChartLine[] {
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
function curveOf(arm: ChartArm, metric: Metric, stepsPerEpoch: number): Curve {
  if (metric.profile !== undefined) return profileOf(at(arm.evaluations, -1), metric.profile);
  return over(arm[metric.from], metric.value, stepsPerEpoch, begunAt(arm));
}

/**
 * The step from which on a run has told all there is. One that goes on from a file knows nothing of the steps before it
 * but its untrained network, from which no line leads to the first that is known: that stands as a floor.
 */
function begunAt({ steps, evaluations }: ChartArm): number {
  return at<MetricRecord & { step: number }>(steps, 0)?.step ?? at(evaluations, -1)?.step ?? 0;
}

function profileOf(record: MetricRecord | undefined, profile: IndexedValues): Curve {
  const values = record === undefined ? [] : profile.values(record);
  const place = (index: number) => index + 1;
  return { length: values.length, step: place, x: place, y: (index) => values[index] ?? null };
}

function over(
  { length, shared }: Log<MetricRecord & { step: number }>,
  value: Metric['value'],
  stepsPerEpoch: number,
  from: number,
): Curve {
  let unknown = 0;
  while (unknown < length && (shared[unknown]?.step ?? NaN) < from) unknown++;
  const step = (index: number) => shared[unknown + index]?.step ?? NaN;
  return {
    length: length - unknown,
    step,
    x: (index) => step(index) / stepsPerEpoch,
    y: (index) => {
      const record = shared[unknown + index];
      return record === undefined ? null : value(record);
    },
  };
}

/**
 * The values of `metric` at the last moment of which all arms have told that tell of it, so that arms which are
 * measured one after the other are not compared at different ones. An arm that has stopped tells its last, and holds
 * nobody back. Null before the first and where it has none.
 */
export function latestOf(arms: readonly ChartArm[], metric: Metric): (number | null)[] {
  type Told = MetricRecord & { step: number };
  const last = arms.map((arm) => at<Told>(arm[metric.from], -1)?.step);
  const together = Math.min(
    ...last.filter((step, place) => step !== undefined && arms[place]?.stopped !== true).map(Number),
  );
  return arms.map((arm) => {
    const log: Log<Told> = arm[metric.from];
    let place = log.length - 1;
    while (place >= 0 && (at(log, place)?.step ?? 0) > together) place--;
    const record = place < 0 ? undefined : at(log, place);
    return record === undefined ? null : metric.value(record);
  });
}
