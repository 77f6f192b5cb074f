import { beforeAll, describe, it } from 'vitest';
import * as tf from '../tf.ts';
import { setKernelStyle } from './device.ts';
import {
  at,
  expectClose,
  gelu,
  normalDistribution,
  outputsOf,
  randomMatrix,
  randomValues,
  upload,
  useWebgpu,
  type Matrix,
} from './testing.ts';

beforeAll(useWebgpu);

const shapes = [
  [1, 1],
  [3, 17],
  [65, 64],
  [200, 3],
] as const;

const vector = (values: ArrayLike<number>): tf.Tensor1D => tf.tensor1d(Float32Array.from(values));

// Vectors of 36 columns are as many as single values of 9: two programs that differ in nothing but that.
it.each([
  [9, 36],
  [52, 13],
])('sums %i columns, and then %i', async (...widths) => {
  for (const columns of widths) {
    const x = randomMatrix(5, columns, columns);
    const [sums] = await outputsOf('AdaSimSumRows', { x: upload(x) });
    const column = (j: number) =>
      [0, 1, 2, 3, 4].reduce((sum, row) => sum + at(x.values, row * columns + j), 0);
    expectClose(
      sums,
      Float64Array.from({ length: columns }, (_, j) => column(j)),
    );
  }
});

describe.each(['quads', 'workgroup'] as const)('in the style %s', (style) => {
  beforeAll(() => setKernelStyle(style));

  it.each(shapes)('normalises the layers of [%i, %i] and gives the gradients', async (rows, columns) => {
    const epsilon = 1e-3;
    const x = randomMatrix(rows, columns, 1, 3);
    const dy = randomMatrix(rows, columns, 2);
    const scale = randomValues(columns, 3);
    const shift = randomValues(columns, 4);
    const expected = layerNorm(x, scale, shift, dy, epsilon);
    const inputs = { x: upload(x), scale: vector(scale), shift: vector(shift) };
    const [y, mean, inverseStd] = await outputsOf('AdaSimLayerNorm', inputs, { epsilon });
    expectClose(y, expected.y, 2e-6);
    expectClose(mean, expected.mean);
    expectClose(inverseStd, expected.inverseStd, 2e-6);
    const [dx, dscale, dshift] = await outputsOf('AdaSimLayerNormGradient', {
      dy: upload(dy),
      x: upload(x),
      scale: vector(scale),
      mean: vector(expected.mean),
      inverseStd: vector(expected.inverseStd),
    });
    // One column alone is constant: its gradient is zero, and only rounding is left.
    if (columns > 1) expectClose(dx, expected.dx, 5e-6);
    expectClose(dscale, expected.dscale, 5e-6);
    expectClose(dshift, expected.dshift, 2e-6);
  });

  it.each(shapes)('normalises the rows of [%i, %i] and gives the gradient', async (rows, columns) => {
    const x = randomMatrix(rows, columns, 5);
    const dy = randomMatrix(rows, columns, 6);
    const norms = Float64Array.from({ length: rows }, (_, row) => Math.hypot(...rowOf(x, row)));
    const expected = x.values.map((value, index) => value / at(norms, Math.floor(index / columns)));
    const [y, inverseNorm] = await outputsOf('AdaSimNormalize', { x: upload(x) }, { epsilon: 1e-12 });
    expectClose(y, expected);
    expectClose(
      inverseNorm,
      norms.map((norm) => 1 / norm),
    );
    const gradient = dy.values.map((value, index) => {
      const row = Math.floor(index / columns);
      const along = rowOf(dy, row).reduce((sum, g, j) => sum + g * at(expected, row * columns + j), 0);
      return (value - at(expected, index) * along) / at(norms, row);
    });
    const [dx] = await outputsOf('AdaSimNormalizeGradient', {
      dy: upload(dy),
      y: upload({ ...x, values: expected }),
      inverseNorm: vector(norms.map((norm) => 1 / norm)),
    });
    if (columns > 1) expectClose(dx, gradient, 3e-6);
  });
});

it('gives zero for a zero row', async () => {
  const [y] = await outputsOf('AdaSimNormalize', { x: tf.zeros([2, 4]) }, { epsilon: 1e-12 });
  expectClose(y, new Float64Array(8));
});

it.each([1, 3, 64, 1025])('applies GELU to %i values and gives its gradient', async (count) => {
  const x = randomValues(count, 7, 6);
  const dy = randomValues(count, 8);
  const [y] = await outputsOf('AdaSimGelu', { x: vector(x) });
  expectClose(y, x.map(gelu), 1e-6);
  const [dx] = await outputsOf('AdaSimGeluGradient', { dy: vector(dy), x: vector(x) });
  const slope = (value: number) =>
    normalDistribution(value) + (value * Math.exp((-value * value) / 2)) / Math.sqrt(2 * Math.PI);
  expectClose(
    dx,
    x.map((value, index) => at(dy, index) * slope(value)),
    1e-6,
  );
});

const rowOf = ({ columns, values }: Matrix, row: number): Float64Array =>
  values.subarray(row * columns, (row + 1) * columns);

/** Everything in float64, straight from the definitions. */
function layerNorm(x: Matrix, scale: Float64Array, shift: Float64Array, dy: Matrix, epsilon: number) {
  const { rows, columns } = x;
  const result = {
    y: new Float64Array(rows * columns),
    mean: new Float64Array(rows),
    inverseStd: new Float64Array(rows),
    dx: new Float64Array(rows * columns),
    dscale: new Float64Array(columns),
    dshift: new Float64Array(columns),
  };
  for (let row = 0; row < rows; row += 1) {
    const values = rowOf(x, row);
    const mean = values.reduce((sum, value) => sum + value, 0) / columns;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / columns;
    const factor = 1 / Math.sqrt(variance + epsilon);
    const normed = values.map((value) => (value - mean) * factor);
    const g = rowOf(dy, row).map((value, j) => value * at(scale, j));
    const meanOfG = g.reduce((sum, value) => sum + value, 0) / columns;
    const along = g.reduce((sum, value, j) => sum + value * at(normed, j), 0) / columns;
    result.mean[row] = mean;
    result.inverseStd[row] = factor;
    normed.forEach((value, j) => {
      const gradient = at(dy.values, row * columns + j);
      result.y[row * columns + j] = value * at(scale, j) + at(shift, j);
      result.dx[row * columns + j] = factor * (at(g, j) - meanOfG - value * along);
      result.dscale[j] = at(result.dscale, j) + gradient * value;
      result.dshift[j] = at(result.dshift, j) + gradient;
    });
  }
  return result;
}
