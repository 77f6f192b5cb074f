/** @file RankMe (arXiv 2210.02885): the effective rank of the features. */
import { effectiveCount } from './entropy.ts';
import type { FeatureMatrix } from './features.ts';
import { singularValues } from './spectrum.ts';

/**
 * exp(−Σ p ln p), p = σ/Σσ + 1e-7, σ = singular values of the *uncentred* features. From 1 (complete
 * collapse, or all features 0) to min(n, d).
 */
export function rankMe(features: FeatureMatrix): number {
  const sigma = singularValues(features);
  const total = sigma.reduce((sum, value) => sum + value, 0);
  return total > 0 ? effectiveCount(sigma.map((value) => value / total + 1e-7)) : 1;
}
