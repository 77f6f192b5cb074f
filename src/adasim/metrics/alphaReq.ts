/** @file α-ReQ (arXiv 2202.05808): how fast the eigenspectrum of the features decays. */
import type { FeatureMatrix } from './features.ts';
import { covariance, eigenvalues } from './spectrum.ts';

/** Below this share of the largest, an eigenvalue is rounding. */
const resolution = 1e-16;

/**
 * The eigenvalues that the app takes the slope over: from d/16 to d/2. The largest few follow no power law, and
 * the smallest are those of the sample.
 * @returns undefined where there are not two
 */
export function alphaReqRange(dim: number): readonly [first: number, last: number] | undefined {
  const first = Math.max(1, Math.round(dim / 16));
  const last = Math.max(first + 1, Math.round(dim / 2));
  return last <= dim ? [first, last] : undefined;
}

/**
 * −slope of the least squares of ln λ_i on ln i, weighted by 1/i, for i from `first` to `last` (1-based, both
 * included, at most d); λ = eigenvalues of cov(Z), descending. Very large under collapse, infinite if all
 * features are equal.
 */
export function alphaReq(features: FeatureMatrix, first: number, last: number): number {
  if (!(
    Number.isInteger(first) &&
    Number.isInteger(last) &&
    first >= 1 &&
    last > first &&
    last <= features.dim
  ))
    throw new RangeError(`There are no eigenvalues ${first} to ${last} of ${features.dim}.`);
  const spectrum = eigenvalues(covariance(features));
  const largest = spectrum[0] ?? 0;
  if (largest === 0) return Infinity;
  let [weights, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let i = first; i <= last; i++) {
    const weight = 1 / i;
    const x = Math.log(i);
    const y = Math.log(Math.max(spectrum[i - 1] ?? 0, resolution * largest));
    weights += weight;
    sumX += weight * x;
    sumY += weight * y;
    sumXX += weight * x * x;
    sumXY += weight * x * y;
  }
  return -(weights * sumXY - sumX * sumY) / (weights * sumXX - sumX * sumX);
}
