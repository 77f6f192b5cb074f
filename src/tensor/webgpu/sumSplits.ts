/** @file The last part of a split sum: adds up what the splits stored. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';
import { allocate, input, output, release, run } from './program.ts';

const WORKGROUP = 64;

/** One tensor for each shape. */
type Tensors<Shapes> = { [Index in keyof Shapes]: tf.TensorInfo };

/** Several sums that one product or reduction makes, cut into `splits` parts each. */
export interface SplitSums<Shapes> {
  /** What each part is stored into: `[splits, …shape]`. */
  partial: Tensors<Shapes>;
  /** Adds the parts up, all tensors in one dispatch, and frees them. */
  finish: () => Tensors<Shapes>;
}

/** Makes room for `splits` parts of tensors of these shapes; a single part is the result already. */
export function splitSums<Shapes extends number[][]>(
  backend: WebGPUBackend,
  splits: number,
  ...shapes: Shapes
): SplitSums<Shapes> {
  const allocateAll = (leading: number[]) =>
    shapes.map((shape) => allocate(backend, [...leading, ...shape])) as Tensors<Shapes>;
  if (splits === 1) {
    const results = allocateAll([]);
    return { partial: results, finish: () => results };
  }
  const partial = allocateAll([splits]);
  return {
    partial,
    finish: () => {
      const results = allocateAll([]);
      addUp(backend, splits, partial, results);
      release(backend, ...partial);
      return results;
    },
  };
}

function addUp(
  backend: WebGPUBackend,
  splits: number,
  partial: readonly tf.TensorInfo[],
  results: readonly tf.TensorInfo[],
): void {
  const sums = partial.flatMap((parts, index) => {
    const result = results[index];
    if (result === undefined) return [];
    const size = tf.util.sizeFromShape(result.shape);
    const vectors = size % 4 === 0;
    return [
      { parts, result, count: vectors ? size / 4 : size, type: vectors ? 'vec4<f32>' : 'f32' } as const,
    ];
  });
  const counts = sums.map(({ count }) => count);
  run(backend, {
    name: `SumSplits${sums.length}`,
    constants: { SPLITS: splits },
    bindings: [
      ...sums.map(({ parts, type }, index) => input(`parts${index}`, parts, type)),
      ...sums.map(({ result, type }, index) => output(`result${index}`, result, type)),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(counts.reduce((total, count) => total + count, 0) / WORKGROUP)],
    code: () => `
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        var at = id.x;
        ${sums.map(({ count, type }, index) => addUpOne(index, count, type)).join('\n')}
      }`,
  });
}

/** The invocations that follow on each other serve one tensor after the other. */
const addUpOne = (index: number, count: number, type: string): string => `
  if (at < ${count}u) {
    var sum = ${type}();
    for (var split = 0u; split < SPLITS; split++) { sum += parts${index}[split * ${count}u + at]; }
    result${index}[at] = sum;
    return;
  }
  at -= ${count}u;`;
