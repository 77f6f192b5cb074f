import { beforeAll, expect, it } from 'vitest';
import { setFusing } from '../kernels.ts';
import { meanPixels } from '../ops/meanPixels.ts';
import { moveTowards } from '../ops/movingAverage.ts';
import { relu } from '../ops/relu.ts';
import * as tf from '../tf.ts';
import { expectClose, randomValues, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

type Shape = [number, number, number, number];

const shapes: Shape[] = [
  [2, 3, 5, 7],
  [1, 4, 4, 8],
];

const random = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> =>
  tf.tensor<R>(Float32Array.from(randomValues(tf.util.sizeFromShape(shape), seed)), shape);

it.each([
  ['relu', relu as (x: tf.Tensor4D) => tf.Tensor],
  ['meanPixels', meanPixels],
] as const)('%s gives the values and gradients of the stock op', async (_, op) => {
  for (const shape of shapes) {
    const results = [];
    for (const fusing of [true, false]) {
      setFusing(fusing);
      const x = random<tf.Rank.R4>(shape, 1);
      const { value, grad } = tf.valueAndGrad((input) => op(input as tf.Tensor4D))(x, random(op(x).shape, 2));
      results.push(await value.data(), await grad.data());
    }
    setFusing(true);
    const [value, gradient, expectedValue = [], expectedGradient = []] = results;
    expectClose(value, expectedValue);
    expectClose(gradient, expectedGradient);
  }
});

it('moves an average in place', async () => {
  const average = tf.variable(tf.tensor1d([1, 2, 3]));
  const { dataId } = average;
  moveTowards(average, tf.tensor1d([10, 20, 30]), 0.25, 2);
  expect(average.dataId).toBe(dataId);
  expectClose(await average.data(), [5.75, 11.5, 17.25]);
});
