/** @file InfoNCE over a batch: every other image's view is a negative (arXiv 1807.03748; SimCLR, arXiv 2002.05709). */
import { normalize } from '../../tensor/ops/normalize.ts';
import * as tf from '../../tensor/tf.ts';

/** τ of the similarities. */
export const CONTRASTIVE_TEMPERATURE = 0.1;

/**
 * `½[CE(a₁·b₂ᵀ/τ) + CE(a₂·b₁ᵀ/τ)]` with the matching row as the class, mean over the batch.
 * SimCLR: anchors = keys = the projections. NNCLR: anchors = the projections' nearest neighbours in the queue,
 * keys = the predictions (arXiv 2104.14548, equation 2).
 * @param anchors `[2·batch, dim]`, view 1 first
 * @param keys `[2·batch, dim]`, view 1 first
 */
export function contrastiveLoss(anchors: tf.Tensor2D, keys: tf.Tensor2D): tf.Scalar {
  const [firstAnchors, secondAnchors] = halves(normalize(anchors));
  const [firstKeys, secondKeys] = halves(normalize(keys));
  const losses = tf.add(matchingLoss(firstAnchors, secondKeys), matchingLoss(secondAnchors, firstKeys));
  return tf.mul(losses, 0.5);
}

/** Cross-entropy of the rows of `anchors·keysᵀ/τ` with the diagonal as the class. */
function matchingLoss(anchors: tf.Tensor2D, keys: tf.Tensor2D): tf.Scalar {
  const batch = anchors.shape[0];
  const logits: tf.Tensor2D = tf.div(tf.matMul(anchors, keys, false, true), CONTRASTIVE_TEMPERATURE);
  const diagonal = tf.mul(tf.logSoftmax(logits), tf.eye(batch));
  return tf.neg(tf.div(tf.sum(diagonal), batch));
}

function halves(x: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D] {
  const [first, second] = tf.split<tf.Tensor2D>(x, 2);
  if (first === undefined || second === undefined) throw new Error('Rows of two views are needed.');
  return [first, second];
}
