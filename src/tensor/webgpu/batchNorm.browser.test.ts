import { beforeAll, expect, it } from 'vitest';
import * as tf from '../tf.ts';
import { at, expectClose, outputsOf, randomMatrix, randomValues, upload, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

const vector = (values: ArrayLike<number>): tf.Tensor1D => tf.tensor1d(Float32Array.from(values));

it.each([
  [2, 1],
  [17, 3],
  [65, 16],
  [1000, 20],
])('normalises the columns of [%i, %i] and gives the gradients', async (rows, columns) => {
  const epsilon = 1e-5;
  // Far from zero, where a variance from sums of squares would be all rounding.
  const x = randomMatrix(rows, columns, 1);
  x.values = x.values.map((value) => Math.fround(value + 30));
  const dy = randomMatrix(rows, columns, 2);
  const scale = randomValues(columns, 3);
  const shift = randomValues(columns, 4);
  const column = (index: number) => index % columns;
  const mean = averages(x.values, columns);
  const variance = averages(
    x.values.map((value, index) => (value - at(mean, column(index))) ** 2),
    columns,
  );
  const inverseStd = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const normed = x.values.map(
    (value, index) => (value - at(mean, column(index))) * at(inverseStd, column(index)),
  );
  const inputs = { x: upload(x), scale: vector(scale), shift: vector(shift) };
  const [y, actualMean, actualVariance, actualInverse] = await outputsOf('AdaSimBatchNorm', inputs, {
    epsilon,
  });
  expectClose(
    y,
    normed.map((value, index) => value * at(scale, column(index)) + at(shift, column(index))),
    3e-5,
  );
  expectClose(actualMean, mean);
  expectClose(actualVariance, variance, 1e-5);
  expectClose(actualInverse, inverseStd, 1e-5);

  const dshift = averages(dy.values, columns).map((value) => value * rows);
  const dscale = averages(
    dy.values.map((value, index) => value * at(normed, index)),
    columns,
  ).map((value) => value * rows);
  const dx = dy.values.map((value, index) => {
    const c = column(index);
    const removed = (at(dshift, c) + at(normed, index) * at(dscale, c)) / rows;
    return at(scale, c) * at(inverseStd, c) * (value - removed);
  });
  const saved = { mean: vector(mean), inverseStd: vector(inverseStd), scale: vector(scale) };
  const actual = await outputsOf('AdaSimBatchNormGradient', { dy: upload(dy), x: upload(x), ...saved });
  expect(actual).toHaveLength(3);
  if (rows > 2) expectClose(actual[0], dx, 3e-5);
  expectClose(actual[1], dscale, 3e-5);
  expectClose(actual[2], dshift, 3e-6);
});

function averages(values: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  values.forEach((value, index) => {
    sums[index % columns] = at(sums, index % columns) + value;
  });
  return sums.map((sum) => (sum * columns) / values.length);
}
