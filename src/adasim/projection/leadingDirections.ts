/** @file The directions along which something varies most. */
import { EigenvalueDecomposition, type Matrix } from 'ml-matrix';

export interface PrincipalDirection {
  /** Of length 1; it points to where its largest entry is positive, so that the same lie the same way each time. */
  axis: readonly number[];
  /** Along it, in the units of the covariance. */
  variance: number;
}

/**
 * The eigenvectors with the largest eigenvalues.
 * @param covariance symmetric and finite: of anything else the decomposition would never be done
 */
export function leadingDirections(covariance: Matrix, count: number): PrincipalDirection[] {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  return [...realEigenvalues.entries()]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([column, variance]) => ({ axis: pointed(eigenvectorMatrix.getColumn(column)), variance }));
}

/** The axis, or its opposite. */
function pointed(axis: readonly number[]): readonly number[] {
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}
