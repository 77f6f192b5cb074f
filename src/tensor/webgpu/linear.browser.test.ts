import { beforeAll, describe, expect, it, vi } from 'vitest';
import { setUpBackend } from '../backend.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from './currentBackend.ts';
import { kernelStyle, setKernelStyle, traitsOf } from './device.ts';
import { chooseProductStyle, productStyle, productStyles, setProductStyle } from './productStyle.ts';
import {
  at,
  expectClose,
  gelu,
  outputsOf,
  product,
  randomMatrix,
  upload,
  useWebgpu,
  type Matrix,
} from './testing.ts';

beforeAll(useWebgpu);

type Shape = readonly [rows: number, inDim: number, outDim: number];

const shapes: readonly Shape[] = [
  [1, 1, 1],
  [65, 48, 64],
  [33, 66, 31],
];

/** Less than a tile, as the ops' gradients are tried on too. */
const few: readonly Shape[] = [[3, 5, 2]];

it('has quads on the software adapter', { tags: ['chromium'] }, () => {
  const backend = webgpuBackend();
  expect(traitsOf(backend)).toEqual({ software: true, quads: true });
  setKernelStyle('auto');
  expect(kernelStyle(backend)).toBe('quads');
});

it('takes quads where there are some, and measures nothing', { tags: ['chromium'] }, async () => {
  const run = vi.fn();
  await chooseProductStyle(webgpuBackend(), run);
  expect(run).not.toHaveBeenCalled();
  expect(productStyle(webgpuBackend())).toBe('quads');
});

it('measures which form of product is the fastest, and remembers it', { tags: ['chromium'] }, async () => {
  const backend = webgpuBackend();
  const run = vi.fn(() => tf.matMul(tf.ones([4, 4]), tf.ones([4, 4])).dispose());
  // A card has no quads.
  setKernelStyle('workgroup');
  await caches.delete('adasim-product-style-2');
  await chooseProductStyle(backend, run);
  expect(productStyles).toContain(productStyle(backend));
  const measured = run.mock.calls.length;
  expect(measured).toBeGreaterThanOrEqual(productStyles.length);
  await chooseProductStyle(backend, run);
  expect(run.mock.calls).toHaveLength(measured);
  setKernelStyle('auto');
});

it('takes the style that was asked for, and tells it apart from what was measured', async () => {
  const { products: measured } = await setUpBackend('webgpu');
  expect(measured?.style).toBe(measured?.measured);
  const other = measured?.candidates.find((style) => style !== measured.measured);
  expect(other).toBeDefined();
  const { products: chosen } = await setUpBackend('webgpu', { productStyle: other });
  expect(chosen).toEqual({ ...measured, style: other });
  expect(productStyle(webgpuBackend())).toBe(other);
  expect((await setUpBackend('webgpu')).products).toEqual(measured);
});

describe.each(productStyles)('in the style %s', (style) => {
  beforeAll(() => setProductStyle(style));

  holdsFor(shapes);
  describe('of few rows', { tags: ['slow'] }, () => {
    holdsFor(few);
  });
});

function holdsFor(cases: readonly Shape[]): void {
  it.each(cases)('maps %i rows of %i to %i', async (rows, inDim, outDim) => {
    const [x, weight, bias] = inputsFor(rows, inDim, outDim);
    const expected = affine(x, weight, bias);
    const [y] = await outputsOf('AdaSimLinear', { x: upload(x), weight: upload(weight), bias: vector(bias) });
    expectClose(y, expected.values);
    const [bare] = await outputsOf('AdaSimLinear', { x: upload(x), weight: upload(weight) });
    expectClose(bare, product(x, weight, false, true).values);
  });

  it.each(cases)('maps %i rows of %i to %i and applies GELU', async (rows, inDim, outDim) => {
    const [x, weight, bias] = inputsFor(rows, inDim, outDim);
    const inputs = { x: upload(x), weight: upload(weight), bias: vector(bias) };
    const [y, pre] = await outputsOf('AdaSimLinearGelu', inputs);
    const expected = affine(x, weight, bias);
    expectClose(pre, expected.values);
    expectClose(y, expected.values.map(gelu), 2e-6);
  });

  it.each(cases)('gives the gradients of %i rows of %i to %i', async (rows, inDim, outDim) => {
    const [x, weight] = inputsFor(rows, inDim, outDim);
    const dy = randomMatrix(rows, outDim, 4);
    const [dx] = await outputsOf('AdaSimLinearInputGradient', { dy: upload(dy), weight: upload(weight) });
    expectClose(dx, product(dy, weight).values);
    const inputs = () => ({ dy: upload(dy), x: upload(x) });
    const [dw, db] = await outputsOf('AdaSimLinearWeightGradient', inputs(), { bias: true });
    expectClose(dw, product(dy, x, true).values);
    expectClose(db, columnSums(dy));
    const unbiased = await outputsOf('AdaSimLinearWeightGradient', inputs(), { bias: false });
    expect(unbiased).toHaveLength(1);
    expectClose(unbiased[0], product(dy, x, true).values);
  });
}

it('sums over many rows in parts', async () => {
  setProductStyle('auto');
  const dy = randomMatrix(1003, 64, 1);
  const x = randomMatrix(1003, 48, 2);
  const [dw, db] = await outputsOf(
    'AdaSimLinearWeightGradient',
    { dy: upload(dy), x: upload(x) },
    { bias: true },
  );
  expectClose(dw, product(dy, x, true).values, 2e-6);
  expectClose(db, columnSums(dy), 2e-6);
});

function inputsFor(rows: number, inDim: number, outDim: number): [Matrix, Matrix, Matrix] {
  return [randomMatrix(rows, inDim, 1), randomMatrix(outDim, inDim, 2), randomMatrix(1, outDim, 3)];
}

const vector = ({ values }: Matrix): tf.Tensor1D => tf.tensor1d(Float32Array.from(values));

function affine(x: Matrix, weight: Matrix, bias: Matrix): Matrix {
  const y = product(x, weight, false, true);
  return { ...y, values: y.values.map((value, index) => value + at(bias.values, index % y.columns)) };
}

const columnSums = ({ columns, values }: Matrix): Float64Array =>
  values.reduce((sums, value, index) => {
    sums[index % columns] = at(sums, index % columns) + value;
    return sums;
  }, new Float64Array(columns));
