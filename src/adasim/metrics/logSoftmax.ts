/** @file The logarithm of a softmax in double precision, for what is measured rather than trained. */

/** ln softmax(logits) */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const largest = values.reduce((max, logit) => Math.max(max, logit), -Infinity);
  const sum = values.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  const shift = largest + Math.log(sum);
  return values.map((logit) => logit - shift);
}
