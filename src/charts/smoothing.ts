/** @file What wavers from batch to batch, made readable: the mean of the points before. */
import type { Curve } from './curves.ts';

/**
 * The mean of each point and those before it, `count` in all or as many as there are. A point without a value has none
 * still, and counts for none.
 */
export function trailingMean(curve: Curve, count: number): Curve {
  // Sums up to each index: a mean is then a difference, however many it is of.
  const sums = new Float64Array(curve.length + 1);
  const counts = new Uint32Array(curve.length + 1);
  for (let index = 0; index < curve.length; index++) {
    const value = curve.y(index);
    const counted = value !== null && Number.isFinite(value);
    sums[index + 1] = (sums[index] ?? 0) + (counted ? value : 0);
    counts[index + 1] = (counts[index] ?? 0) + (counted ? 1 : 0);
  }
  return {
    ...curve,
    y: (index) => {
      if (counts[index + 1] === counts[index]) return null;
      const from = Math.max(0, index + 1 - count);
      return (
        ((sums[index + 1] ?? NaN) - (sums[from] ?? NaN)) /
        ((counts[index + 1] ?? NaN) - (counts[from] ?? NaN))
      );
    },
  };
}
