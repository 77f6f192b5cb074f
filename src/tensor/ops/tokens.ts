/** @file The seams of a transformer: what its tokens begin as, and how a branch joins its trunk. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';
import { sumRows } from './sumRows.ts';

/**
 * [CLS], then the patches, with positions added.
 * @param patches `[batch, patches, dim]`
 * @param cls `[1, 1, dim]`
 * @param positions `[1, patches + 1, dim]`
 * @returns `[batch, patches + 1, dim]`
 */
export function embedTokens(patches: tf.Tensor3D, cls: tf.Tensor3D, positions: tf.Tensor3D): tf.Tensor3D {
  return differentiable(
    [patches, cls, positions],
    () => ({ value: sequence(patches, cls, positions), saved: [] }),
    (dy: tf.Tensor3D) => {
      const [batch, tokens, dim] = dy.shape;
      // The gradients of `tile` and of a broadcast would take a kernel for each image.
      const dPositions = tf.reshape(sumRows(tf.reshape(dy, [batch, tokens * dim])), [1, tokens, dim]);
      return [
        tf.slice(dy, [0, 1, 0], [batch, tokens - 1, dim]),
        tf.slice(dPositions, [0, 0, 0], [1, 1, dim]),
        dPositions,
      ];
    },
  );
}

function sequence(patches: tf.Tensor3D, cls: tf.Tensor3D, positions: tf.Tensor3D): tf.Tensor3D {
  if (hasKernel('AdaSimEmbedTokens'))
    return output(runKernel('AdaSimEmbedTokens', { patches, cls, positions }));
  return tf.add(tf.concat([tf.tile(cls, [patches.shape[0], 1, 1]), patches], 1), positions);
}

/**
 * `x + scale · branch`, where each image has a scale of its own: stochastic depth (arXiv 1603.09382).
 * @param x `[batch, tokens, dim]`
 * @param branch `[batch, tokens, dim]`
 * @param keepScales `[branches, batch]`, of which row `index` counts; absent: 1. It gets no gradient.
 */
export function addBranch(
  x: tf.Tensor3D,
  branch: tf.Tensor3D,
  keepScales: tf.Tensor2D | undefined,
  index: number,
): tf.Tensor3D {
  if (keepScales === undefined) return tf.add(x, branch);
  if (!hasKernel('AdaSimAddBranch')) return tf.add(x, tf.mul(branch, column(keepScales, index)));
  return differentiable(
    [x, branch],
    () => ({
      value: output(runKernel('AdaSimAddBranch', { x, branch, keepScales }, { index })),
      saved: [keepScales],
    }),
    (dy: tf.Tensor3D, saved) => [
      tf.clone(dy),
      output(runKernel('AdaSimScaleBranch', { x: dy, keepScales: output(saved) }, { index })),
    ],
  );
}

/** Row `index` as `[batch, 1, 1]`. */
function column(keepScales: tf.Tensor2D, index: number): tf.Tensor3D {
  const batch = keepScales.shape[1];
  return tf.reshape(tf.slice(keepScales, [index, 0], [1, batch]), [batch, 1, 1]);
}
