/** @file Features on their first two principal axes, in double precision, in slices: the positions of a map. */
import { Matrix } from 'ml-matrix';
import type { FeatureMatrix } from '../metrics/features.ts';
import { leadingDirections } from '../projection/leadingDirections.ts';
import type { Slices } from '../slices.ts';

export interface PrincipalPositions {
  /** `[rows, 2]`, in units of the features, around 0. */
  positions: Float64Array;
  /** Share of the variance that lies along each of the two axes; 0 where there is none. */
  explained: readonly [number, number];
}

/** Multiplications in one slice: a few milliseconds. */
const SLICE_PRODUCTS = 4e6;

/**
 * Each axis points to where its largest component is positive, so that the same features lie the same way each time.
 * @throws RangeError if a feature is not a finite number, on which the decomposition would never be done
 */
export function* principalAxes(features: FeatureMatrix): Slices<PrincipalPositions> {
  const { data, rows, dim } = features;
  if (!data.every(Number.isFinite)) throw new RangeError('A feature is not a finite number.');
  const means = columnMeans(features);
  const covariance = new Float64Array(dim * dim);
  const slice = Math.max(1, Math.floor(SLICE_PRODUCTS / dim ** 2));
  for (let from = 0; from < rows; from += slice) {
    addProducts(features, means, from, Math.min(rows, from + slice), covariance);
    yield;
  }
  const { axes, explained } = leadingAxes(covariance, dim);
  yield;
  const positions = new Float64Array(2 * rows);
  axes.forEach((axis, place) => {
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let i = 0; i < dim; i += 1) sum += ((data[row * dim + i] ?? 0) - (means[i] ?? 0)) * (axis[i] ?? 0);
      positions[2 * row + place] = sum;
    }
  });
  return { positions, explained };
}

function columnMeans({ data, rows, dim }: FeatureMatrix): Float64Array {
  const sums = new Float64Array(dim);
  for (let at = 0; at < data.length; at += 1) sums[at % dim] = (sums[at % dim] ?? 0) + (data[at] ?? 0);
  return sums.map((sum) => sum / Math.max(1, rows));
}

/** Adds (x − mean)(x − mean)ᵀ of rows `from` to `to` to the upper triangle of `sums [dim, dim]`. */
function addProducts(
  { data, dim }: FeatureMatrix,
  means: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const centred = new Float64Array(dim);
  for (let row = from; row < to; row += 1) {
    for (let i = 0; i < dim; i += 1) centred[i] = (data[row * dim + i] ?? 0) - (means[i] ?? 0);
    for (let i = 0; i < dim; i += 1) {
      const factor = centred[i] ?? 0;
      const line = i * dim;
      for (let j = i; j < dim; j += 1) sums[line + j] = (sums[line + j] ?? 0) + factor * (centred[j] ?? 0);
    }
  }
}

/** The two axes with the largest variance, from the upper triangle of the products. */
function leadingAxes(
  products: Float64Array,
  dim: number,
): { axes: readonly (readonly number[])[]; explained: readonly [number, number] } {
  const symmetric = new Matrix(dim, dim);
  let total = 0;
  for (let i = 0; i < dim; i += 1) {
    total += products[i * dim + i] ?? 0;
    for (let j = i; j < dim; j += 1) {
      const value = products[i * dim + j] ?? 0;
      symmetric.set(i, j, value);
      symmetric.set(j, i, value);
    }
  }
  if (total <= 0) return { axes: [], explained: [0, 0] };
  const leading = leadingDirections(symmetric, 2);
  const share = (place: number) => Math.max(0, (leading[place]?.variance ?? 0) / total);
  return { axes: leading.map(({ axis }) => axis), explained: [share(0), share(1)] };
}
