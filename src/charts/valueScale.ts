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
export function valueScale(
  { include = [], span = 0 }: Pick<Metric, 'include' | 'span'>,
  values: readonly number[],
  levels: readonly Level[],
  parts: number,
): Scale {
  const near = levels.filter(({ distant }) => distant !== true).map(({ value }) => value);
  return scaleOf(widened([...values, ...include, ...near], span), parts);
}

/** Values that lie closer together than `span`, with as much beyond both ends as is missing; what has a span is not negative. */
function widened(values: readonly number[], span: number): readonly number[] {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0 || most - least >= span) return values;
  const low = Math.max(0, (least + most - span) / 2);
  return [...values, low, low + span];
}
