import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { foresee } from '../foresight.ts';
import { runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from './currentBackend.ts';
import { setProductStyle } from './productStyle.ts';
import { randomMatrix, upload, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);
afterEach(() => {
  vi.restoreAllMocks();
  setProductStyle('auto');
});

const silent = () => undefined;

/** Products of every kind, of `rows` vectors of `depth` that are mapped to `columns`. */
function products(rows: number, depth: number, columns: number): tf.Tensor[] {
  const x = upload(randomMatrix(rows, depth, 1));
  const weight = upload(randomMatrix(columns, depth, 2));
  const bias = tf.reshape(upload(randomMatrix(1, columns, 3)), [columns]);
  const dy = upload(randomMatrix(rows, columns, 4));
  return [
    ...runKernel('AdaSimLinear', { x, weight }),
    ...runKernel('AdaSimLinear', { x, weight, bias }),
    ...runKernel('AdaSimLinearGelu', { x, weight, bias }),
    ...runKernel('AdaSimLinearInputGradient', { dy, weight }),
    ...runKernel('AdaSimLinearWeightGradient', { dy, x }, { bias: true }),
  ];
}

async function bitsOf(compute: () => tf.Tensor[]): Promise<Uint32Array[]> {
  const tensors = tf.tidy(compute);
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return values.map((numbers) => new Uint32Array(Float32Array.from(numbers).buffer));
}

async function standsInToTheBit(rows: number, depth: number, columns: number): Promise<void> {
  const work = () => products(rows, depth, columns);
  const inHaste = vi.spyOn(webgpuBackend().device, 'createComputePipeline');
  const compiled = vi.spyOn(webgpuBackend().device, 'createComputePipelineAsync');
  const foreseen = foresee(work);
  await foreseen.compile(silent);
  const general = await bitsOf(work);
  const before = compiled.mock.calls.length;
  await foreseen.refine();
  expect(compiled.mock.calls.length).toBeGreaterThanOrEqual(before + 5);
  expect(await bitsOf(work)).toEqual(general);
  expect(inHaste).not.toHaveBeenCalled();
}

const title = '%i rows of %i to %i: the general form stands in, to the bit';
// Whole tiles and others, vectors of 4 and others, sums that are split, and unevenly so.
test.each([[33, 66, 31]])(title, { tags: ['chromium'] }, standsInToTheBit);
describe('with shaders that are long to compile', { tags: ['slow', 'chromium'] }, () => {
  test.each([
    [32, 64, 64],
    [601, 36, 20],
  ])(title, standsInToTheBit);
});

test('one general form serves all shapes of a kind', { tags: ['chromium'] }, async () => {
  const compiled = vi.spyOn(webgpuBackend().device, 'createComputePipelineAsync');
  const names = () => compiled.mock.calls.map(([{ label }]) => label);
  await foresee(() => products(48, 32, 96)).compile(silent);
  const first = names();
  await foresee(() => products(80, 96, 160)).compile(silent);
  // What a split sum ends with is no product.
  expect(
    names()
      .slice(first.length)
      .filter((label) => !label?.startsWith('SumSplits')),
  ).toEqual([]);
});

test('a card’s forms of products have none: there bits could depend on it', async () => {
  setProductStyle('registers');
  const foreseen = foresee(() => products(32, 64, 64));
  await foreseen.compile(silent);
  const compiled = vi.spyOn(webgpuBackend().device, 'createComputePipelineAsync');
  await foreseen.refine();
  expect(compiled).not.toHaveBeenCalled();
});
