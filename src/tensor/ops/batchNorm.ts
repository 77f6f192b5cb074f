/** @file Batch normalisation with the statistics of the batch (arXiv 1502.03167), and with given ones. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

export interface BatchStatistics {
  /** `[channels]` */
  mean: tf.Tensor1D;
  /** `[channels]`, biased: divided by the number of rows. */
  variance: tf.Tensor1D;
}

/**
 * `(x − mean) / √(variance + ε) · scale + shift` with the mean and biased variance of each column.
 * @param x `[rows, channels]`; of an image every pixel is a row
 * @param onStatistics is told the batch's statistics, for running averages; they live only during the call
 */
export function batchNorm(
  x: tf.Tensor2D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon: number,
  onStatistics?: (statistics: BatchStatistics) => void,
): tf.Tensor2D {
  if (!hasKernel('AdaSimBatchNorm')) return portableBatchNorm(x, scale, shift, epsilon, onStatistics);
  return differentiable(
    [x, scale, shift],
    () => {
      const outputs = runKernel('AdaSimBatchNorm', { x, scale, shift }, { epsilon });
      onStatistics?.({ mean: output(outputs, 1), variance: output(outputs, 2) });
      return {
        value: output<tf.Tensor2D>(outputs),
        saved: [x, scale, output(outputs, 1), output(outputs, 3)],
      };
    },
    (dy: tf.Tensor2D, saved) =>
      runKernel('AdaSimBatchNormGradient', {
        dy,
        x: output(saved, 0),
        scale: output(saved, 1),
        mean: output(saved, 2),
        inverseStd: output(saved, 3),
      }),
  );
}

/** The affine map of evaluation mode, with running statistics; shapes as in {@link batchNorm}. */
export function batchNormInference(
  x: tf.Tensor2D,
  { mean, variance }: BatchStatistics,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon: number,
): tf.Tensor2D {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(x, factor), tf.sub(shift, tf.mul(mean, factor)));
}

function portableBatchNorm(
  x: tf.Tensor2D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon: number,
  onStatistics?: (statistics: BatchStatistics) => void,
): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 0);
  onStatistics?.({ mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D });
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normalised, scale), shift);
}
