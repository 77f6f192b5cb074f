/** @file GELU in its exact form, x·Φ(x) (arXiv 1606.08415), as PyTorch's default. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/** `x · ½(1 + erf(x/√2))`, any shape. */
export function gelu<T extends tf.Tensor>(x: T): T {
  if (!hasKernel('AdaSimGelu')) return portableGelu(x);
  return differentiable<T>(
    [x],
    () => ({ value: output(runKernel('AdaSimGelu', { x })), saved: [x] }),
    (dy, saved) => [geluGradient(dy, output<T>(saved))],
  );
}

/** `dy · (Φ(x) + x·φ(x))`, by the backend's kernel. */
export function geluGradient<T extends tf.Tensor>(dy: T, x: T): T {
  return output(runKernel('AdaSimGeluGradient', { dy, x }));
}

function portableGelu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5));
}
