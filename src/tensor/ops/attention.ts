/** @file Multi-head self-attention, without its projections. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/**
 * `softmax(q·kᵀ / √d_head) · v` for each head (arXiv 1706.03762, equation 1).
 * @param qkv `[batch, tokens, 3·dim]`: queries, keys, values, each split into `heads` runs of `dim/heads`
 * @returns `[batch, tokens, dim]`, the heads side by side
 */
export function attention(qkv: tf.Tensor3D, heads: number): tf.Tensor3D {
  if (!hasKernel('AdaSimAttention')) return portableAttention(qkv, heads);
  return differentiable(
    [qkv],
    () => {
      const outputs = runKernel('AdaSimAttention', { qkv }, { heads });
      const out = output<tf.Tensor3D>(outputs);
      return { value: out, saved: [qkv, out, output(outputs, 1)] };
    },
    (dy: tf.Tensor3D, saved) =>
      runKernel(
        'AdaSimAttentionGradient',
        { dy, qkv: output(saved, 0), out: output(saved, 1), logSumExp: output(saved, 2) },
        { heads },
      ),
  );
}

/**
 * What the first token attends to, for looking at: `[batch, heads, tokens]`, rows sum to 1.
 * @param qkv as in {@link attention}
 */
export function firstAttention(qkv: tf.Tensor3D, heads: number): tf.Tensor3D {
  const { queries, keys } = splitHeads(qkv, heads);
  const [batch, , tokens, width] = keys.shape;
  // Of the others nothing is asked, and all of them together would be tokens times as much.
  const first = tf.slice4d(queries, [0, 0, 0, 0], [batch, heads, 1, width]);
  return tf.reshape(weights(first, keys), [batch, heads, tokens]);
}

function portableAttention(qkv: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [batch, tokens, width] = qkv.shape;
  const { queries, keys, values } = splitHeads(qkv, heads);
  const mixed = tf.matMul(weights(queries, keys), values);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width / 3]);
}

function weights(queries: tf.Tensor4D, keys: tf.Tensor4D): tf.Tensor4D {
  const scale = 1 / Math.sqrt(queries.shape[3]);
  return tf.softmax(tf.mul(tf.matMul(queries, keys, false, true), scale));
}

function splitHeads(qkv: tf.Tensor3D, heads: number) {
  const [batch, tokens, width] = qkv.shape;
  const headDim = width / 3 / heads;
  const [queries, keys, values] = tf
    .split(qkv, 3, 2)
    .map((part) => tf.transpose(tf.reshape<tf.Rank.R4>(part, [batch, tokens, heads, headDim]), [0, 2, 1, 3]));
  if (queries === undefined || keys === undefined || values === undefined)
    throw new Error(`Attention needs 3 × dim channels; got ${width}.`);
  return { queries, keys, values };
}
