/** @file Comparing what was computed with what was recorded, one row of the report at a time. */

export type Verdict = 'pass' | 'fail';

/** One line of a report. */
export interface CheckRow {
  quantity: string;
  /** Relative to the tensor's largest value; of a decision, the number that differ. */
  error: number;
  tolerance: number;
  verdict: Verdict;
  /** Where the error is largest, or why the tolerance is what it is. */
  note?: string;
}

/** REFERENCE section 6: every expectation, relative to the tensor's largest value. */
export const TOLERANCE = 1e-3;

/** The same, where the gradient is mathematically zero and what was recorded is rounding. */
export const NULL_GRADIENT_TOLERANCE = 1e-2;

/** Values closer than this are equal: their order is not defined. */
const TIE = 1e-6;

/** The largest difference, relative to the largest expected value. NaN and a wrong length count as infinite. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let largest = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const a = actual[index] ?? NaN;
    const e = expected[index] ?? NaN;
    if (Number.isNaN(a) || Number.isNaN(e)) return Infinity;
    difference = Math.max(difference, Math.abs(a - e));
    largest = Math.max(largest, Math.abs(e));
  }
  if (difference === 0) return 0;
  return largest === 0 ? Infinity : difference / largest;
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

/** Counts ranked lists that differ by more than the order of equal values. */
export class RankedLists {
  private different = 0;
  private tied = 0;

  constructor(private readonly quantity: string) {}

  /** @param ours,theirs one list of indices, best first; `values` what ours was ranked by */
  compare(ours: ArrayLike<number>, values: ArrayLike<number>, theirs: ArrayLike<number>): void {
    let tied = false;
    for (let rank = 0; rank < theirs.length; rank += 1) {
      if (ours[rank] === theirs[rank]) continue;
      if (!isTie(ours, values, theirs[rank] ?? NaN, rank)) {
        this.different += 1;
        return;
      }
      tied = true;
    }
    if (tied) this.tied += 1;
  }

  row(): CheckRow {
    const note =
      this.tied === 0 ? 'exact' : `exact; ${this.tied} lists hold equal values, whose order is undefined`;
    return checkRow(this.quantity, this.different, 0, note);
  }
}

/** Their entry is elsewhere in our list with the same value, or was cut off at our list's end by one. */
function isTie(ours: ArrayLike<number>, values: ArrayLike<number>, theirs: number, rank: number): boolean {
  const value = values[rank] ?? NaN;
  const place = Array.prototype.indexOf.call(ours, theirs);
  const other = place >= 0 ? values[place] : values[values.length - 1];
  return theirs >= 0 && Math.abs(value - (other ?? NaN)) <= TIE;
}
