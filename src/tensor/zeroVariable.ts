/** @file Variables that begin at zero. */
import * as tf from './tf.ts';

/** A float32 variable of zeros that owns its storage. */
export function zeroVariable<R extends tf.Rank = tf.Rank>(
  shape: tf.ShapeMap[R],
  trainable = false,
): tf.Variable<R> {
  return tf.tidy(() => tf.variable(tf.zeros<R>(shape), trainable));
}
