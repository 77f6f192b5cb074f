import { beforeAll, describe, it } from 'vitest';
import * as tf from '../tf.ts';
import { setKernelStyle } from './device.ts';
import { at, expectClose, outputsOf, randomValues, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

interface Shape {
  batch: number;
  tokens: number;
  heads: number;
  headDim: number;
}

const shapes: Shape[] = [
  { batch: 1, tokens: 1, heads: 1, headDim: 4 },
  { batch: 2, tokens: 3, heads: 3, headDim: 5 },
  { batch: 3, tokens: 17, heads: 2, headDim: 32 },
  // As many tokens as the presets have.
  { batch: 1, tokens: 65, heads: 1, headDim: 8 },
];

/** Shaders grow with the width of a head. */
const wide: Shape[] = [{ batch: 1, tokens: 65, heads: 1, headDim: 64 }];

describe.each(['quads', 'workgroup'] as const)('in the style %s', (style) => {
  beforeAll(() => setKernelStyle(style));

  const title = 'attends over $batch × $tokens tokens, $heads heads of $headDim';
  it.each(shapes)(title, isExact);
  it.each(wide)(title, { tags: ['slow'] }, isExact);

  async function isExact(shape: Shape): Promise<void> {
    const { batch, tokens, heads, headDim } = shape;
    const dim = heads * headDim;
    const qkv = randomValues(batch * tokens * 3 * dim, 1, 2);
    const dy = randomValues(batch * tokens * dim, 2);
    const expected = attention(shape, qkv, dy);
    const [out, logSumExp] = await outputsOf(
      'AdaSimAttention',
      { qkv: tensor(qkv, [batch, tokens, 3 * dim]) },
      { heads },
    );
    expectClose(out, expected.out, 3e-6);
    expectClose(logSumExp, expected.logSumExp, 3e-6);
    const inputs = {
      dy: tensor(dy, [batch, tokens, dim]),
      qkv: tensor(qkv, [batch, tokens, 3 * dim]),
      out: tensor(expected.out, [batch, tokens, dim]),
      logSumExp: tensor(expected.logSumExp, [batch, heads, tokens]),
    };
    const [dqkv] = await outputsOf('AdaSimAttentionGradient', inputs, { heads });
    expectClose(dqkv, expected.dqkv, 5e-6);
  }
});

const tensor = (values: ArrayLike<number>, shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from(values), shape);

/** Attention and its gradient in float64, one score at a time. */
function attention({ batch, tokens, heads, headDim }: Shape, qkv: Float64Array, dy: Float64Array) {
  const dim = heads * headDim;
  const out = new Float64Array(batch * tokens * dim);
  const logSumExp = new Float64Array(batch * heads * tokens);
  const dqkv = new Float64Array(qkv.length);
  const add = (values: Float64Array, index: number, value: number) =>
    (values[index] = at(values, index) + value);
  for (let line = 0; line < batch * heads; line += 1) {
    const [b, h] = [Math.floor(line / heads), line % heads];
    const place = (token: number, part: number) => ((b * tokens + token) * 3 + part) * dim + h * headDim;
    const outPlace = (token: number) => (b * tokens + token) * dim + h * headDim;
    const dot = (left: Float64Array, i: number, right: Float64Array, j: number) => {
      let sum = 0;
      for (let c = 0; c < headDim; c += 1) sum += at(left, i + c) * at(right, j + c);
      return sum;
    };
    for (let i = 0; i < tokens; i += 1) {
      const scores = Array.from(
        { length: tokens },
        (_, j) => dot(qkv, place(i, 0), qkv, place(j, 1)) / Math.sqrt(headDim),
      );
      const lse = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
      logSumExp[line * tokens + i] = lse;
      const weights = scores.map((score) => Math.exp(score - lse));
      const slopes = weights.map((_, j) => dot(dy, outPlace(i), qkv, place(j, 2)));
      const delta = weights.reduce((sum, weight, j) => sum + weight * at(slopes, j), 0);
      weights.forEach((weight, j) => {
        const ds = (weight * (at(slopes, j) - delta)) / Math.sqrt(headDim);
        for (let c = 0; c < headDim; c += 1) {
          add(out, outPlace(i) + c, weight * at(qkv, place(j, 2) + c));
          add(dqkv, place(j, 2) + c, weight * at(dy, outPlace(i) + c));
          add(dqkv, place(i, 0) + c, ds * at(qkv, place(j, 1) + c));
          add(dqkv, place(j, 1) + c, ds * at(qkv, place(i, 0) + c));
        }
      });
    }
  }
  return { out, logSumExp, dqkv };
}
