import { beforeAll, expect, it } from 'vitest';
import { setFusing } from '../kernels.ts';
import { addBranch, embedTokens } from '../ops/tokens.ts';
import * as tf from '../tf.ts';
import { expectClose, randomValues, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

const random = <T extends tf.Tensor>(shape: number[], seed: number): T =>
  tf.tensor(Float32Array.from(randomValues(tf.util.sizeFromShape(shape), seed)), shape) as T;

/** Value and gradients with our kernels and without. */
async function bothWays(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): Promise<Float32Array[][]> {
  const results: Float32Array[][] = [];
  for (const fusing of [true, false]) {
    setFusing(fusing);
    const { value, grads } = tf.valueAndGrads(f)(inputs, random(f(...inputs).shape, 99));
    results.push(await Promise.all([value, ...grads].map((tensor) => tensor.data<'float32'>())));
  }
  setFusing(true);
  return results;
}

it.each([
  [2, 3, 4],
  [3, 4, 5],
])('embeds the tokens of %i images, %i patches of %i', async (batch, count, dim) => {
  const inputs = [random([batch, count, dim], 1), random([1, 1, dim], 2), random([1, count + 1, dim], 3)];
  const embed = (...[patches, cls, positions]: tf.Tensor[]) =>
    embedTokens(patches as tf.Tensor3D, cls as tf.Tensor3D, positions as tf.Tensor3D);
  const [fused = [], portable = []] = await bothWays(embed, inputs);
  expect(fused).toHaveLength(4);
  for (const [index, values] of fused.entries()) expectClose(values, portable[index] ?? []);
});

it.each([
  [3, 2, 4],
  [2, 3, 5],
])('adds a branch to %i images of %i tokens, %i wide', async (batch, tokens, dim) => {
  const keepScales = random<tf.Tensor2D>([4, batch], 4);
  const shape = [batch, tokens, dim];
  const add = (...[x, branch]: tf.Tensor[]) =>
    addBranch(x as tf.Tensor3D, branch as tf.Tensor3D, keepScales, 2);
  const [fused = [], portable = []] = await bothWays(add, [random(shape, 5), random(shape, 6)]);
  expect(fused).toHaveLength(3);
  for (const [index, values] of fused.entries()) expectClose(values, portable[index] ?? []);
});
