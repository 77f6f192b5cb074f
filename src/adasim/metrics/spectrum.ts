/** @file Singular values and eigenvalues, all in descending order. n×d problems are first made d×d. */
import { EigenvalueDecomposition, Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
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
export function singularValues({ data, rows, dim }: FeatureMatrix): Float64Array {
  const matrix = Matrix.from1DArray(rows, dim, data);
  const { upperTriangularMatrix } = new QrDecomposition(rows < dim ? matrix.transpose() : matrix);
  const { diagonal } = new SingularValueDecomposition(upperTriangularMatrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  return Float64Array.from(diagonal).sort((a, b) => b - a);
}
