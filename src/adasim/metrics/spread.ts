/** @file How the normalised features ẑ spread: over each dimension, and over the directions of their space. */
import { centreColumns, normaliseRows, type FeatureMatrix } from './features.ts';
import { covariance, eigenvalues } from './spectrum.ts';

/** Mean over dimensions of the unbiased std of ẑ; healthy ≈ 1/√d, collapsed 0 (SimSiam, arXiv 2011.10566). */
export function featureStd(features: FeatureMatrix): number {
  const { data, rows, dim } = centreColumns(normaliseRows(features));
  const squares = new Float64Array(dim);
  data.forEach((value, i) => {
    squares[i % dim] = (squares[i % dim] ?? 0) + value * value;
  });
  return squares.reduce((sum, square) => sum + Math.sqrt(square / (rows - 1)), 0) / dim;
}

/**
 * Singular values of cov(ẑ), descending, `[dim]`; a cliff is dimensional collapse (arXiv 2110.09348). The
 * covariance is positive semi-definite, so they are its eigenvalues.
 */
export function covarianceSpectrum(features: FeatureMatrix): Float64Array {
  return eigenvalues(covariance(normaliseRows(features)));
}
