/** @file What the tests of our WASM kernels share: the backend, seeded inputs, and a comparison with float64. */
import { expect } from 'vitest';
import { setUpBackend } from '../backend.ts';
import { relativeError } from '../relativeError.ts';
import * as tf from '../tf.ts';
import { installWasmKernels, type WasmKernels } from './install.ts';

let installed: WasmKernels | undefined;

/** Makes WASM the backend, with our kernels; to be called before all tests of a file. */
export async function useWasm(): Promise<void> {
  await setUpBackend('wasm');
  installed = await installWasmKernels();
}

/** The kernels under test. */
export function wasmKernels(): WasmKernels {
  if (installed === undefined) throw new Error('The tests of a file begin with useWasm.');
  return installed;
}

/** Sizes with every kind of remainder of the register tiles' 6 rows, 8 columns and 4 lanes. */
export const oddSizes = [1, 3, 6, 17, 65] as const;

/** A tensor in float64, as the references compute with; row-major. */
export class Values {
  constructor(
    readonly shape: number[],
    readonly data: Float64Array,
  ) {}

  /** Uniform in ±`bound`, float32 holds them exactly; the same for the same seed. */
  static random(shape: number[], seed: number, bound = 1): Values {
    let state = Math.imul(seed, 2654435761) >>> 0;
    return Values.from(shape, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.fround((state / 2 ** 31 - 1) * bound);
    });
  }

  /** Element `index` in row-major order is `value(index)`. */
  static from(shape: number[], value: (index: number) => number): Values {
    const size = shape.reduce((product, length) => product * length, 1);
    return new Values(
      shape,
      Float64Array.from({ length: size }, (_, index) => value(index)),
    );
  }

  at(...indices: number[]): number {
    return element(this.data, this.index(indices));
  }

  /** Adds `value` to the element at `indices`. */
  add(value: number, ...indices: number[]): void {
    const index = this.index(indices);
    this.data[index] = element(this.data, index) + value;
  }

  private index(indices: number[]): number {
    return indices.reduce((offset, i, axis) => offset * (this.shape[axis] ?? NaN) + i, 0);
  }

  map(change: (value: number) => number): Values {
    return new Values(this.shape, this.data.map(change));
  }

  tensor(): tf.Tensor {
    return tf.tensor(Float32Array.from(this.data), this.shape);
  }
}

/** A matrix whose element in row i, column j is `value(i, j)`. */
export const matrix = (
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): Values => Values.from([rows, columns], (index) => value(Math.floor(index / columns), index % columns));

export const vector = (length: number, value: (index: number) => number): Values =>
  Values.from([length], value);

export function sum(length: number, term: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < length; index += 1) total += term(index);
  return total;
}

/** The element at `index`, which must exist. */
export function element(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no element ${index} of ${values.length}.`);
  return value;
}

type Inputs = Record<string, Values | tf.Tensor>;

/** Runs a kernel and reads all it returns. Leaves no tensor behind but those that came in as tensors. */
export function run(kernelName: string, inputs: Inputs, attributes: tf.NamedAttrMap = {}): tf.TypedArray[] {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, input instanceof Values ? input.tensor() : input]),
    );
    const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(kernelName, tensors, attributes);
    return (Array.isArray(outputs) ? outputs : [outputs]).map((output) => output.dataSync());
  });
}

/** The largest error, relative to the largest expected value, must stay below `tolerance`. */
export function expectClose(actual: tf.TypedArray | undefined, expected: Values, tolerance = 2e-6): void {
  if (actual === undefined) throw new Error('The kernel gave too few outputs.');
  expect(actual).toHaveLength(expected.data.length);
  expect(relativeError(actual, expected.data)).toBeLessThan(tolerance);
}

/** Whether two runs agree in every bit. */
export function identical(a: tf.TypedArray[], b: tf.TypedArray[]): boolean {
  const bits = ({ buffer }: tf.TypedArray) => new Uint32Array(buffer);
  return a.every((output, index) => {
    const other = b[index];
    if (other === undefined) return false;
    const expected = bits(other);
    return bits(output).every((value, at) => value === expected[at]);
  });
}

/** Runs on one thread, then often on all: every bit must agree, whatever the threads' timing. */
export function expectSameBits(compute: () => tf.TypedArray[], repetitions = 20): void {
  const kernels = wasmKernels();
  kernels.useThreads(1);
  const alone = compute();
  kernels.useThreads(kernels.threads);
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    expect(identical(compute(), alone)).toBe(true);
}
