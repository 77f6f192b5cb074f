/** @file Sums over the rows of a matrix. Has no gradient. */
import { hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/** `[rows, columns]` → `[columns]` */
export function sumRows(x: tf.Tensor2D): tf.Tensor1D {
  return hasKernel('AdaSimSumRows') ? output(runKernel('AdaSimSumRows', { x })) : tf.sum(x, 0);
}
