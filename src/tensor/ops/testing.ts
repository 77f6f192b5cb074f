/** @file What the tests of gradients share: arithmetic in float64, differences, a measure of error, the backends. */
import type { RandomStream } from '../../adasim/random.ts';
import { setUpBackend } from '../backend.ts';
import type { BackendName } from '../../protocol/device.ts';
import { setFusing } from '../kernels.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from '../webgpu/currentBackend.ts';
import { askForDefaults } from '../webgpu/device.ts';

/** A tensor's values in float64, row-major. */
export interface Values {
  shape: number[];
  data: Float64Array;
}

/** Uniform in ±`bound`, values that float32 holds exactly, so that every backend computes from the same. */
export function randomValues(shape: number[], random: RandomStream, bound = 1): Values {
  const size = tf.util.sizeFromShape(shape);
  const draw = () => Math.fround((2 * random.uniform() - 1) * bound);
  return { shape, data: Float64Array.from({ length: size }, draw) };
}

/** The values on the current backend, in float64 within {@link inDouble}. */
export const upload = ({ shape, data }: Values): tf.Tensor => tf.tensor(Float32Array.from(data), shape);

/**
 * Computes in float64; `cpu` must be the current backend. Its kernels compute with JavaScript's numbers and round
 * only what they store, so while `Float32Array` names the array of doubles, nothing is rounded to float32. Tensors
 * made within may be used only within.
 */
export function inDouble<T>(compute: () => T): T {
  if (tf.getBackend() !== 'cpu') throw new Error('Only the cpu backend can compute in float64.');
  const single = Float32Array;
  Reflect.set(globalThis, 'Float32Array', Float64Array);
  try {
    return compute();
  } finally {
    Reflect.set(globalThis, 'Float32Array', single);
  }
}

/** What in float64 leaves a relative error of some 1e-9, half of it truncation and half rounding. */
const STEP = 1e-6;

/** The derivative at 0 by a central difference. */
export function derivative(f: (offset: number) => number): number {
  return (f(STEP) - f(-STEP)) / (2 * STEP);
}

/** `Σ a·b` */
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, index) => sum + value * at(b, index), 0);

/** The largest absolute value. */
export const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The element at `index`, which must exist. */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no element ${index} of ${values.length}.`);
  return value;
}

export interface Setting {
  backend: BackendName;
  /** Our kernels, or the portable ops of stock TensorFlow.js, which take minutes on a software WebGPU adapter. */
  fused: boolean;
  /** A WebGPU device of what every device has, and nothing more. */
  modest?: boolean;
}

export const settings: Setting[] = [
  { backend: 'cpu', fused: false },
  { backend: 'wasm', fused: false },
  { backend: 'wasm', fused: true },
  { backend: 'webgpu', fused: true },
];

let isModest = false;

/** Whether WebGPU is to have a modest device; the one before it is given up, also for the files that follow. */
export function useModestDevice(modest: boolean): void {
  if (modest === isModest) return;
  isModest = modest;
  askForDefaults(modest);
  tf.removeBackend('webgpu');
}

/**
 * Computes so from now on.
 * @returns what a WebGPU device goes on to complain of: a shader that does not compile shows nowhere else
 */
export async function use({ backend, fused, modest = false }: Setting): Promise<readonly string[]> {
  useModestDevice(modest);
  await setUpBackend(backend);
  setFusing(fused);
  const complaints: string[] = [];
  if (backend === 'webgpu')
    webgpuBackend().device.addEventListener('uncapturederror', ({ error }) => complaints.push(error.message));
  return complaints;
}
