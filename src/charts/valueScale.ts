/** @file The y axis of values over time: it reaches what they are read against. */
import type { Metric } from '../metrics/metric.ts';
import { scaleOf, type Scale } from './scale.ts';

/** A value that curves are read against. */
export interface Level {
  value: number;
  /** Drawn only where the axis reaches it anyway. */
  distant?: boolean | undefined;
}

/** An axis of about `parts` steps. A distant level would flatten the curves, and is not reached for. */
export const valueScale = (
  { include = [] }: Pick<Metric, 'include'>,
  values: readonly number[],
  levels: readonly Level[],
  parts: number,
): Scale =>
  scaleOf(
    [...values, ...include, ...levels.filter(({ distant }) => distant !== true).map(({ value }) => value)],
    parts,
  );
