/** @file The rectifier, `max(x, 0)`. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/** Any shape; the gradient at 0 is 0. */
export function relu<T extends tf.Tensor>(x: T): T {
  if (!hasKernel('AdaSimRelu')) return tf.relu(x);
  return differentiable<T>(
    [x],
    () => {
      const y = output<T>(runKernel('AdaSimRelu', { x }));
      return { value: y, saved: [y] };
    },
    (dy, saved) => runKernel('AdaSimReluGradient', { dy, y: output(saved) }),
  );
}
