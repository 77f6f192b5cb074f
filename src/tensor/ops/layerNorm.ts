/** @file Layer normalisation (arXiv 1607.06450). */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/**
 * `(x − mean) / √(variance + ε) · scale + shift` over each row, with the biased variance.
 * @param x `[rows, dim]`
 * @param scale `[dim]`
 * @param shift `[dim]`
 */
export function layerNorm(
  x: tf.Tensor2D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon: number,
): tf.Tensor2D {
  if (!hasKernel('AdaSimLayerNorm')) return portableLayerNorm(x, scale, shift, epsilon);
  return differentiable(
    [x, scale, shift],
    () => {
      const outputs = runKernel('AdaSimLayerNorm', { x, scale, shift }, { epsilon });
      return {
        value: output<tf.Tensor2D>(outputs),
        saved: [x, scale, output(outputs, 1), output(outputs, 2)],
      };
    },
    (dy: tf.Tensor2D, saved) =>
      runKernel('AdaSimLayerNormGradient', {
        dy,
        x: output(saved, 0),
        scale: output(saved, 1),
        mean: output(saved, 2),
        inverseStd: output(saved, 3),
      }),
  );
}

function portableLayerNorm(
  x: tf.Tensor2D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon: number,
): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normalised, scale), shift);
}
