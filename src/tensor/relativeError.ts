/** @file How far values are from what they should be, relative to the largest that should be among them. */

/** The error of a tensor whose values arrive in order, a part at a time. */
export class SeriesError {
  private difference = 0;
  private largest: number;
  private length = 0;

  constructor(
    private readonly expected: ArrayLike<number>,
    floor = 0,
  ) {
    this.largest = floor;
  }

  /** Compares the next values; the largest difference among them, which is infinite for a NaN. */
  add(values: ArrayLike<number>): number {
    let difference = 0;
    for (let index = 0; index < values.length; index += 1) {
      const a = values[index] ?? NaN;
      const e = this.expected[this.length + index] ?? NaN;
      const apart = Math.abs(a - e);
      difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart);
      this.largest = Math.max(this.largest, Math.abs(e));
    }
    this.length += values.length;
    this.difference = Math.max(this.difference, difference);
    return difference;
  }

  /** The largest difference, relative to the largest expected value. NaN and a wrong length count as infinite. */
  get error(): number {
    if (this.length !== this.expected.length || Number.isNaN(this.largest)) return Infinity;
    if (this.difference === 0) return 0;
    return this.largest === 0 ? Infinity : this.difference / this.largest;
  }
}

/**
 * The error of a tensor that is there as a whole.
 * @param floor what the largest expected value counts as at least
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  const series = new SeriesError(expected, floor);
  series.add(actual);
  return series.error;
}

/** The largest difference of two lists of one length. */
export function largestDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return new SeriesError(b).add(a);
}
