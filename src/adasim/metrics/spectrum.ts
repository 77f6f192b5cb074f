/** @file Singular values and eigenvalues, all in descending order. n×d problems are first made d×d. */
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { centreColumns, type FeatureMatrix } from './features.ts';

/** Eigenvalues of a symmetric positive semi-definite matrix; what rounding puts below 0 is 0. */
export function eigenvalues(symmetric: Matrix): Float64Array {
  const { realEigenvalues } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues, (value) => Math.max(value, 0)).sort((a, b) => b - a);
}

/** Unbiased covariance of the rows, `[dim, dim]`. */
export function covariance(features: FeatureMatrix): Matrix {
  const { rows } = features;
  return gram(centreColumns(features)).div(rows - 1);
}

/** Xᵀ X, `[dim, dim]`. */
export function gram({ data, rows, dim }: FeatureMatrix): Matrix {
  const sums = new Float64Array(dim * dim);
  for (let row = 0; row < rows; row++) {
    const from = row * dim;
    for (let i = 0; i < dim; i++) {
      const factor = data[from + i] ?? 0;
      const line = i * dim;
      for (let j = i; j < dim; j++) sums[line + j] = (sums[line + j] ?? 0) + factor * (data[from + j] ?? 0);
    }
  }
  const result = new Matrix(dim, dim);
  for (let i = 0; i < dim; i++)
    for (let j = 0; j < dim; j++) result.set(i, j, sums[Math.min(i, j) * dim + Math.max(i, j)] ?? 0);
  return result;
}

/**
 * Singular values of the matrix itself (not of its Gram matrix, which would lose half of the digits and with
 * them the small values that tell a collapse): those of the triangular factor of its QR decomposition.
 */
export function singularValues(features: FeatureMatrix): Float64Array {
  const columns = columnsOf(features);
  const tall = features.rows >= features.dim ? columns : transpose(columns, features.rows);
  const { diagonal } = new SingularValueDecomposition(triangularFactor(tall), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  return Float64Array.from(diagonal).sort((a, b) => b - a);
}

function columnsOf({ data, rows, dim }: FeatureMatrix): Float64Array[] {
  return Array.from({ length: dim }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => data[row * dim + column] ?? 0),
  );
}

function transpose(columns: Float64Array[], rows: number): Float64Array[] {
  return Array.from({ length: rows }, (_, row) => Float64Array.from(columns, (column) => column[row] ?? 0));
}

/**
 * R of the QR decomposition by Householder reflections; overwrites the columns. Not that of ml-matrix: on the features of a
 * run that diverges (`e2e/commandLine.spec.ts` has one) its singular values of that R are never done.
 */
function triangularFactor(columns: Float64Array[]): Matrix {
  const size = columns.length;
  const factor = Matrix.zeros(size, size);
  columns.forEach((pivot, k) => {
    const head = pivot[k] ?? 0;
    const norm = Math.sqrt(tailProduct(pivot, pivot, k)) * (head > 0 ? -1 : 1);
    // The reflection I − 2 v vᵀ / vᵀv with v = pivot − norm·e_k maps the pivot's tail onto norm·e_k.
    pivot[k] = head - norm;
    const squaredLength = tailProduct(pivot, pivot, k);
    for (const column of squaredLength > 0 ? columns.slice(k + 1) : []) {
      const scale = (2 * tailProduct(pivot, column, k)) / squaredLength;
      for (let i = k; i < column.length; i++) column[i] = (column[i] ?? 0) - scale * (pivot[i] ?? 0);
    }
    factor.set(k, k, norm);
    for (let i = 0; i < k; i++) factor.set(i, k, pivot[i] ?? 0);
  });
  return factor;
}

/** x · y over the entries from `from` on. */
function tailProduct(x: Float64Array, y: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += (x[i] ?? 0) * (y[i] ?? 0);
  return sum;
}
