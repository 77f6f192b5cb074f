/** @file Losses on the cosine between an online prediction and a target, which usually gets no gradient. */
import { normalize } from '../../tensor/ops/normalize.ts';
import * as tf from '../../tensor/tf.ts';

/** Row i of one view's predictions belongs with row i of the other view's targets. */
export interface PairOfViews {
  /** `[2·batch, dim]`, view 1 first */
  predictions: tf.Tensor2D;
  /** `[2·batch, dim]`, view 1 first */
  targets: tf.Tensor2D;
}

/** BYOL (arXiv 2006.07733, equation 2): `½[ℓ(p₁, z₂) + ℓ(p₂, z₁)]`, `ℓ(p, z) = 2 − 2 cos(p, sg z)`, mean over the batch. */
export function byolLoss(pair: PairOfViews): tf.Scalar {
  return tf.sub(2, tf.mul(2, meanCosine(pair)));
}

/**
 * SimSiam (arXiv 2011.10566, equation 2): the same with `ℓ(p, z) = −cos(p, sg z)`.
 * @param stopped whether there is the `sg`; without it features collapse into one point (section 4.1)
 */
export function simsiamLoss(pair: PairOfViews, stopped: boolean): tf.Scalar {
  return tf.neg(meanCosine(pair, stopped));
}

/** Mean over both views of the cosine between a prediction and the other view's target. */
function meanCosine({ predictions, targets }: PairOfViews, stopped = true): tf.Scalar {
  const [first, second] = tf.split(normalize(targets), 2);
  if (first === undefined || second === undefined) throw new Error('Targets of two views are needed.');
  const crossed = tf.concat([second, first]);
  // Without a gradient even where the targets come from the network that is trained.
  const met = stopped ? stopGradient(crossed) : crossed;
  return tf.div(tf.sum(tf.mul(normalize(predictions), met)), predictions.shape[0]);
}

/** The value alone: nothing flows back through it. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  const stop = tf.customGrad((value) => ({
    value: tf.mul(value as tf.Tensor, 1),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return stop(x) as T;
}
