/** @file Global average pooling. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/** The mean of each channel over the pixels: `[batch, height, width, channels]` → `[batch, channels]` */
export function meanPixels(x: tf.Tensor4D): tf.Tensor2D {
  if (!hasKernel('AdaSimMeanPixels')) return tf.mean(x, [1, 2]);
  return differentiable<tf.Tensor2D>(
    [x],
    () => ({ value: output(runKernel('AdaSimMeanPixels', { x })), saved: [] }),
    (dy) => runKernel('AdaSimMeanPixelsGradient', { dy }, { inputShape: x.shape }),
  );
}
