/** @file Inner products of many rows with many rows: the loop in which k-NN and uniformity spend their time. */
import type { FeatureMatrix } from './features.ts';

/** Rows of `a` that `innerProducts` takes at once. */
export const tileRows = 4;

/**
 * Inner products of rows `first … first + 3` of `a` with the rows of `b` from `from` on, into
 * `products[tileRow · b.rows + row of b]`. Beyond the last row of `a` the tile repeats it.
 *
 * Four rows of `a` meet two of `b` at a time: eight sums in registers share six loads.
 */
export function innerProducts(
  a: FeatureMatrix,
  first: number,
  b: FeatureMatrix,
  from: number,
  products: Float64Array,
): void {
  const { data: left, dim } = a;
  const { data: right, rows } = b;
  const start = (tileRow: number) => Math.min(first + tileRow, a.rows - 1) * dim;
  const [l0, l1, l2, l3] = [start(0), start(1), start(2), start(3)];
  for (let row = from; row < rows; row += 2) {
    const next = Math.min(row + 1, rows - 1);
    let s00 = 0;
    let s01 = 0;
    let s10 = 0;
    let s11 = 0;
    let s20 = 0;
    let s21 = 0;
    let s30 = 0;
    let s31 = 0;
    const r0 = row * dim;
    const r1 = next * dim;
    for (let i = 0; i < dim; i++) {
      const x0 = right[r0 + i] ?? 0;
      const x1 = right[r1 + i] ?? 0;
      const y0 = left[l0 + i] ?? 0;
      const y1 = left[l1 + i] ?? 0;
      const y2 = left[l2 + i] ?? 0;
      const y3 = left[l3 + i] ?? 0;
      s00 += y0 * x0;
      s01 += y0 * x1;
      s10 += y1 * x0;
      s11 += y1 * x1;
      s20 += y2 * x0;
      s21 += y2 * x1;
      s30 += y3 * x0;
      s31 += y3 * x1;
    }
    products[row] = s00;
    products[next] = s01;
    products[rows + row] = s10;
    products[rows + next] = s11;
    products[2 * rows + row] = s20;
    products[2 * rows + next] = s21;
    products[3 * rows + row] = s30;
    products[3 * rows + next] = s31;
  }
}
