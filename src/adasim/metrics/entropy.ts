/** @file Shannon entropy in natural units. */

/** −Σ p ln p; 0 ln 0 = 0. */
export function entropy(probabilities: Float64Array): number {
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return sum;
}

/** e^entropy: how many outcomes matter. */
export function effectiveCount(probabilities: Float64Array): number {
  return Math.exp(entropy(probabilities));
}
