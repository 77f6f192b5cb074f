/** @file What of a run a recording keeps: what eyes can tell apart on a chart. */
import { extremePlaces } from '../../charts/binning.ts';
import type { RecordedArm } from '../../protocol/recordedRun.ts';

/** Half of those of a large chart: a recording is looked at in passing. */
const BINS = 100;

const DIGITS = 4;

/**
 * Fewer steps, the same of every arm: those at which the loss of one of them is the lowest or highest of its bin.
 * Epochs and evaluations stay whole.
 */
export function thinned(arms: readonly RecordedArm[]): RecordedArm[] {
  const kept = new Set(arms.flatMap(({ steps }) => extremesOf(steps)));
  return arms.map((arm) => ({ ...arm, steps: arm.steps.filter(({ step }) => kept.has(step)) }));
}

function extremesOf(steps: RecordedArm['steps']): number[] {
  const series = {
    length: steps.length,
    x: (index: number) => steps[index]?.step ?? NaN,
    y: (index: number) => steps[index]?.loss ?? null,
  };
  return extremePlaces(series, BINS).map(series.x);
}

/** The same with so many significant digits; whole numbers stay as they are. */
export function rounded<T>(value: T, digits?: number): T;
export function rounded(value: unknown, digits = DIGITS): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  if (Array.isArray(value)) return value.map((one: unknown) => rounded(one, digits));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rounded(one, digits)]));
}
