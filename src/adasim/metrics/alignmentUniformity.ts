/** @file Alignment and uniformity on the hypersphere (arXiv 2005.10242). Both are 0 under collapse. */
import { normaliseRows, type FeatureMatrix } from './features.ts';
import { innerProducts, tileRows } from './innerProducts.ts';

/** Mean ‖x̂ − ŷ‖² over positive pairs: row i of `features` belongs with row i of `positives`. */
export function alignment(features: FeatureMatrix, positives: FeatureMatrix): number {
  const { data: x, rows } = normaliseRows(features);
  const { data: y } = normaliseRows(positives);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] ?? 0) - (y[i] ?? 0)) ** 2;
  return sum / rows;
}

/** ln mean_{i<j} exp(−2‖x̂_i − x̂_j‖²); the more evenly spread, the lower. */
export function uniformity(features: FeatureMatrix): number {
  const unit = normaliseRows(features);
  const { rows } = unit;
  const cosines = new Float64Array(tileRows * rows);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const tileRow = i % tileRows;
    if (tileRow === 0) innerProducts(unit, i, unit, i, cosines);
    // ‖x̂ − ŷ‖² = 2 − 2 cos
    for (let j = i + 1; j < rows; j++) sum += Math.exp(4 * ((cosines[tileRow * rows + j] ?? 0) - 1));
  }
  return Math.log(sum / ((rows * (rows - 1)) / 2));
}
