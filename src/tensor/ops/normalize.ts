/** @file ℓ2 normalisation of rows, as `torch.nn.functional.normalize`. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

const EPSILON = 1e-12;

/** `x / max(‖x‖₂, 1e-12)` for each row of `[rows, dim]`. */
export function normalize(x: tf.Tensor2D): tf.Tensor2D {
  if (!hasKernel('AdaSimNormalize')) return portableNormalize(x);
  return differentiable(
    [x],
    () => {
      const outputs = runKernel('AdaSimNormalize', { x }, { epsilon: EPSILON });
      return { value: output<tf.Tensor2D>(outputs), saved: [output(outputs, 0), output(outputs, 1)] };
    },
    (dy: tf.Tensor2D, saved) =>
      runKernel('AdaSimNormalizeGradient', { dy, y: output(saved, 0), inverseNorm: output(saved, 1) }),
  );
}

function portableNormalize(x: tf.Tensor2D): tf.Tensor2D {
  // The maximum comes before the root, whose gradient at 0 is not a number.
  const squared = tf.maximum(tf.sum(tf.square(x), 1, true), EPSILON * EPSILON);
  return tf.mul(x, tf.rsqrt(squared));
}
