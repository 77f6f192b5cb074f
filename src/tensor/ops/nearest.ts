/** @file The nearest rows of a bank by inner product, and the writing of rows into it. */
import { hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

export interface Nearest {
  /** int32 `[queries, k]`, most similar first, the lower index first in a tie; −1 where there are fewer than k. */
  indices: tf.Tensor2D;
  /** `[queries, k]`; 0 where the index is −1. */
  similarities: tf.Tensor2D;
}

/**
 * The `k` rows of `bank` with the largest inner product with each query. Has no gradient.
 * @param bank `[rows, dim]`
 * @param queries `[queries, dim]`
 * @param valid `[rows, 1]`: 1 for rows that are candidates, else 0
 */
export function nearest(bank: tf.Tensor2D, queries: tf.Tensor2D, valid: tf.Tensor2D, k: number): Nearest {
  if (hasKernel('AdaSimTopK')) {
    const outputs = runKernel('AdaSimTopK', { bank, queries, valid }, { k });
    return { indices: output(outputs, 0), similarities: output(outputs, 1) };
  }
  return portableNearest(bank, queries, valid, k);
}

/** `target[indices[i]] = rows[i]`. Indices are distinct. */
export function assignRows(target: tf.Variable<tf.Rank.R2>, indices: tf.Tensor1D, rows: tf.Tensor2D): void {
  if (hasKernel('AdaSimAssignRows')) {
    // The kernel writes in place; its output only satisfies the protocol of kernels.
    tf.dispose(runKernel('AdaSimAssignRows', { target, rows, indices }));
    return;
  }
  tf.tidy(() => {
    const updated = tf.tensorScatterUpdate(target, tf.reshape<tf.Rank.R2>(indices, [-1, 1]), rows);
    target.assign(updated);
  });
}

/** Below any similarity of normalised rows. */
const EXCLUDED = -1e9;

function portableNearest(bank: tf.Tensor2D, queries: tf.Tensor2D, valid: tf.Tensor2D, k: number): Nearest {
  return tf.tidy(() => {
    const mask = tf.mul(tf.sub(1, tf.reshape(valid, [1, -1])), EXCLUDED);
    const similarities = tf.add(tf.matMul(queries, bank, false, true), mask);
    const top = tf.topk(similarities, k);
    const found = tf.greater(top.values, EXCLUDED / 2);
    return {
      indices: tf.where(found, top.indices, tf.scalar(-1, 'int32')) as tf.Tensor2D,
      similarities: tf.where(found, top.values, tf.scalar(0)) as tf.Tensor2D,
    };
  });
}
