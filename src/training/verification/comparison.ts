/** @file Comparing what was computed with what was recorded, one row of the report at a time. */
import type { CheckRow } from '../../protocol/verification.ts';

/** METHOD section 6: every expectation, relative to the tensor's largest value. */
export const TOLERANCE = 1e-3;

/** The same, where the gradient is mathematically zero and what was recorded is rounding. */
export const NULL_GRADIENT_TOLERANCE = 1e-2;

/** The error of a tensor whose values arrive in order, a part at a time. */
export class SeriesError {
  private difference = 0;
  private largest = 0;
  private length = 0;

  constructor(private readonly expected: ArrayLike<number>) {}

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

/** The error of a tensor that is there as a whole. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const series = new SeriesError(expected);
  series.add(actual);
  return series.error;
}

export function checkRow(quantity: string, error: number, tolerance: number, note?: string): CheckRow {
  const verdict = error <= tolerance ? 'pass' : 'fail';
  return { quantity, error, tolerance, verdict, ...(note !== undefined && { note }) };
}

/** The worst of several tensors under one heading. */
export class WorstOf {
  private worst = 0;
  private name = '';
  private count = 0;

  constructor(
    private readonly quantity: string,
    private readonly tolerance: number,
    private readonly remark = '',
  ) {}

  add(name: string, error: number): void {
    this.count += 1;
    if (error >= this.worst) [this.worst, this.name] = [error, name];
  }

  /** One row, or none where nothing was compared. */
  rows(): CheckRow[] {
    if (this.count === 0) return [];
    const place = this.count === 1 ? this.name : `largest in ${this.name}, of ${this.count} tensors`;
    return [
      checkRow(this.quantity, this.worst, this.tolerance, [place, this.remark].filter(Boolean).join('; ')),
    ];
  }
}

/** The largest difference of two lists of one length. */
export function largestDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return new SeriesError(b).add(a);
}
