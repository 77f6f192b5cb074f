/** @file Functions in float64 that the tests of our kernels compare with. */

/** erf by its Maclaurin series, which in float64 is good to 1e-9 up to |x| = 4. */
export function erf(x: number): number {
  if (Math.abs(x) > 4.5) return Math.sign(x);
  let term = x;
  let series = x;
  for (let n = 1; n < 200; n += 1) {
    term *= (-x * x) / n;
    series += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * series;
}

export const normalCdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

export const gelu = (x: number): number => x * normalCdf(x);

export const geluDerivative = (x: number): number =>
  normalCdf(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
