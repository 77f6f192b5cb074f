/** @file Brings features to zero mean and unit variance *of a training set*, so that one penalty fits them all. */
import { featureMatrix, type FeatureMatrix } from './metrics/features.ts';
import type { Slices } from './slices.ts';

/** Numbers read in one slice: a few milliseconds. */
const SLICE_NUMBERS = 2 ** 20;

/** Below this deviation a dimension never varies, and says nothing. */
const CONSTANT = 1e-12;

export class Standardiser {
  /** Width of a standardised row: the features, and a one for the bias. */
  readonly dim: number;

  private constructor(
    private readonly means: Float64Array,
    /** 1 / standard deviation; 0 for a dimension that never varies. */
    private readonly scales: Float64Array,
  ) {
    this.dim = means.length + 1;
  }

  /** That of a training set. */
  static *of(train: FeatureMatrix): Slices<Standardiser> {
    const means = yield* columnMeans(train, (value) => value);
    const variances = yield* columnMeans(train, (value, i) => (value - (means[i] ?? 0)) ** 2);
    const scales = variances.map((variance) => {
      const deviation = Math.sqrt(variance);
      return deviation > CONSTANT ? 1 / deviation : 0;
    });
    return new Standardiser(means, scales);
  }

  /** Rows `from` to `to`, standardised, each with a one at its end: `[to − from, dim]`, in double precision. */
  rows({ data, dim, rows }: FeatureMatrix, from = 0, to = rows): FeatureMatrix {
    const standard = new Float64Array((to - from) * this.dim);
    for (let row = from; row < to; row++) {
      const target = (row - from) * this.dim;
      for (let i = 0; i < dim; i++)
        standard[target + i] = ((data[row * dim + i] ?? 0) - (this.means[i] ?? 0)) * (this.scales[i] ?? 0);
      standard[target + dim] = 1;
    }
    return featureMatrix(standard, this.dim);
  }
}

/** Each column's mean of what `of` makes of its values. */
function* columnMeans(
  { data, rows, dim }: FeatureMatrix,
  of: (value: number, column: number) => number,
): Slices<Float64Array> {
  const means = new Float64Array(dim);
  const slice = Math.ceil(SLICE_NUMBERS / dim);
  for (let from = 0; from < rows; from += slice) {
    for (let row = from; row < Math.min(rows, from + slice); row++)
      for (let i = 0; i < dim; i++) means[i] = (means[i] ?? 0) + of(data[row * dim + i] ?? 0, i) / rows;
    yield;
  }
  return means;
}
