/** @file Means over seeds, and how far they can be trusted. */

export interface Estimate {
  mean: number;
  /** Standard error of the mean; null of a single value. */
  standardError: number | null;
  count: number;
}

/** Mean and s/√n with the sample deviation s (n − 1); undefined of no values. */
export function estimateOf(values: readonly number[]): Estimate | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, standardError: null, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count), count };
}
