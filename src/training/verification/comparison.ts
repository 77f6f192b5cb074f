/** @file Comparing what was computed with what was recorded, one row of the report at a time. */
import type { CheckRow } from '../../protocol/verification.ts';

/** METHOD section 6: every expectation, relative to the tensor's largest value. */
export const TOLERANCE = 1e-3;

/** The same, where the gradient is mathematically zero and what was recorded is rounding. */
export const NULL_GRADIENT_TOLERANCE = 1e-2;

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
