/** @file What the tests of our WGSL kernels share: the backend, seeded inputs and a comparison with float64. */
import { expect } from 'vitest';
import { relativeError } from '../relativeError.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from './currentBackend.ts';
import { registerWebgpuBackend } from './device.ts';
import { installWebgpuKernels } from './install.ts';

/** Makes WebGPU the backend, with our kernels; to be called before all tests of a file. */
export async function useWebgpu(): Promise<void> {
  registerWebgpuBackend();
  await tf.setBackend('webgpu');
  installWebgpuKernels();
  // Of another file, which may have asked for what is refused.
  errors.length = 0;
  const { device } = webgpuBackend();
  if (heard.has(device)) return;
  heard.add(device);
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
}

/** The files of tests share their page, and so may share a device. */
const heard = new WeakSet<GPUDevice>();

/** What the device complained of: a shader that does not compile shows nowhere else. */
const errors: string[] = [];

/** A row-major matrix in float64, as the references compute with. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float64Array;
}

/** Values uniform in ±`bound` that float32 holds exactly; the same for the same seed. */
export function randomValues(count: number, seed: number, bound = 1): Float64Array {
  let state = seed * 2654435761 + 1;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround((state / 2 ** 31 - 1) * bound);
  });
}

export const randomMatrix = (rows: number, columns: number, seed: number, bound = 1): Matrix => ({
  rows,
  columns,
  values: randomValues(rows * columns, seed, bound),
});

/** `Σ_k a[i, k] · b[k, j]` with each operand transposed on request. */
export function product(a: Matrix, b: Matrix, transposeA = false, transposeB = false): Matrix {
  const [rows, depth] = transposeA ? [a.columns, a.rows] : [a.rows, a.columns];
  const columns = transposeB ? b.rows : b.columns;
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1)
      for (let k = 0; k < depth; k += 1)
        values[i * columns + j] =
          at(values, i * columns + j) +
          at(a.values, transposeA ? k * a.columns + i : i * a.columns + k) *
            at(b.values, transposeB ? j * b.columns + k : k * b.columns + j);
  return { rows, columns, values };
}

export const upload = ({ rows, columns, values }: Matrix): tf.Tensor2D =>
  tf.tensor2d(Float32Array.from(values), [rows, columns]);

/** The element at `index`, which must exist. */
export function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no element ${index} of ${values.length}.`);
  return value;
}

/** Runs a kernel and reads all it returns. Its inputs are freed. */
export async function outputsOf(
  kernelName: string,
  inputs: tf.NamedTensorMap,
  attributes: tf.NamedAttrMap = {},
): Promise<Float32Array[]> {
  const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(kernelName, inputs, attributes);
  const list = Array.isArray(outputs) ? outputs : [outputs];
  const values = await Promise.all(list.map((tensor) => tensor.data<'float32'>()));
  tf.dispose([list, Object.values(inputs)]);
  expect(errors.splice(0)).toEqual([]);
  return values;
}

/** Largest error relative to the largest value must stay below `tolerance`. */
export function expectClose(
  actual: ArrayLike<number> | undefined,
  expected: ArrayLike<number>,
  tolerance = 1e-6,
): void {
  if (actual === undefined) throw new Error('The kernel gave too few outputs.');
  expect(actual.length).toBe(expected.length);
  expect(relativeError(actual, expected)).toBeLessThan(tolerance);
}

/** `x·Φ(x)` in float64. */
export function gelu(x: number): number {
  return x * normalDistribution(x);
}

/** Φ(x) by Simpson's rule on the density from 0 to x. */
export function normalDistribution(x: number): number {
  const panels = 2000;
  const width = x / panels;
  const density = (t: number) => Math.exp((-t * t) / 2);
  let sum = density(0) + density(x);
  for (let panel = 1; panel < panels; panel += 1) sum += (panel % 2 === 1 ? 4 : 2) * density(panel * width);
  return 0.5 + ((sum * width) / 3) * Math.sqrt(1 / (2 * Math.PI));
}
