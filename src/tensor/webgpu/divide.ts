/** @file Division in WGSL by a number known now. A software adapter divides lane by lane, so powers of 2 shift. */

/** `expression / divisor` for a `u32` expression. */
export const quotient = (expression: string, divisor: number): string =>
  isPowerOf2(divisor) ? `((${expression}) >> ${Math.log2(divisor)}u)` : `((${expression}) / ${divisor}u)`;

/** `expression % divisor` for a `u32` expression. */
export const remainder = (expression: string, divisor: number): string =>
  isPowerOf2(divisor) ? `((${expression}) & ${divisor - 1}u)` : `((${expression}) % ${divisor}u)`;

const isPowerOf2 = (value: number): boolean => Number.isInteger(Math.log2(value));
