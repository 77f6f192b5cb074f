/** @file Exponential moving averages in place. */
import { hasKernel, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/**
 * `average ← (1 − share) · average + share · factor · value`
 * @param share and
 * @param factor must be the same at every step: they are part of a shader
 */
export function moveTowards(average: tf.Variable, value: tf.Tensor, share: number, factor = 1): void {
  if (hasKernel('AdaSimMoveTowards')) {
    // The kernel writes in place; its output only satisfies the protocol of kernels.
    tf.dispose(runKernel('AdaSimMoveTowards', { average, value }, { share, factor }));
    return;
  }
  tf.tidy(() => {
    average.assign(tf.add(tf.mul(average, 1 - share), tf.mul(value, share * factor)));
  });
}
