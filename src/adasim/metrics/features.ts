/** @file Feature matrices as metrics take them, and the two ways in which metrics prepare them. */

/** n features of d dimensions, row by row. */
export interface FeatureMatrix {
  /** `[rows, dim]` */
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly dim: number;
}

/** Wraps `data` as rows of `dim` numbers; throws a RangeError if it does not come out even. */
export function featureMatrix(data: Float32Array | Float64Array, dim: number): FeatureMatrix {
  const rows = data.length / dim;
  if (!Number.isInteger(rows)) throw new RangeError(`${data.length} numbers are no rows of ${dim}.`);
  return { data, rows, dim };
}

/** Below this length a row counts as zero, as in torch's `normalize`. */
const smallestNorm = 1e-12;

/** ẑ: every row divided by its ℓ2 norm, in double precision. */
export function normaliseRows({ data, rows, dim }: FeatureMatrix): FeatureMatrix {
  const normalised = Float64Array.from(data);
  for (let row = 0; row < rows; row++) {
    const values = normalised.subarray(row * dim, (row + 1) * dim);
    let squares = 0;
    for (const value of values) squares += value * value;
    const norm = Math.max(Math.sqrt(squares), smallestNorm);
    for (let i = 0; i < dim; i++) values[i] = (values[i] ?? 0) / norm;
  }
  return { data: normalised, rows, dim };
}

/** Every column's mean taken off, in double precision. */
export function centreColumns({ data, rows, dim }: FeatureMatrix): FeatureMatrix {
  const means = new Float64Array(dim);
  for (let i = 0; i < data.length; i++) means[i % dim] = (means[i % dim] ?? 0) + (data[i] ?? 0) / rows;
  return { data: Float64Array.from(data, (value, i) => value - (means[i % dim] ?? 0)), rows, dim };
}
