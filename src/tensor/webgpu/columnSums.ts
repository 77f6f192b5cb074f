/** @file Sums over the rows of a matrix, one for each column. Rows are many, so they are split among invocations. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { matrixShape } from './kernel.ts';
import { input, output, run } from './program.ts';
import { splitSums } from './sumSplits.ts';

export interface ColumnSums<Sums extends string[]> {
  name: string;
  /** Gives the shape, `[rows, columns]`. */
  shape: tf.TensorInfo;
  /** `[rows, columns]`, read at `at`. */
  matrices: Record<string, tf.TensorInfo>;
  /** `[rows]`, read at `row`. */
  byRow?: Record<string, tf.TensorInfo>;
  /** `[columns]`, read at `column`. */
  byColumn?: Record<string, tf.TensorInfo>;
  /** WGSL of each summand, of the type of a matrix's element (four columns at once where possible). */
  sums: [...Sums];
}

const WORKGROUP = 64;

/** As many parts as rows per part, so that both stages are short. */
export const rowSplits = (rows: number): number => (rows <= 64 ? 1 : Math.ceil(Math.sqrt(rows)));

/** One tensor `[columns]` for each of the sums. */
type Results<Sums> = { [Index in keyof Sums]: tf.TensorInfo };

export function runColumnSums<Sums extends string[]>(
  backend: WebGPUBackend,
  program: ColumnSums<Sums>,
): Results<Sums> {
  const { name, shape, matrices, byRow = {}, byColumn = {}, sums } = program;
  const [rows, columns] = matrixShape(shape);
  const splits = rowSplits(rows);
  const results = splitSums(backend, splits, ...sums.map(() => [columns]));
  const type = columns % 4 === 0 ? 'vec4<f32>' : 'f32';
  const vectors = columns % 4 === 0 ? columns / 4 : columns;
  run(backend, {
    name,
    constants: { ROWS: rows, VECTORS: vectors, SPLITS: splits, SPLIT_ROWS: Math.ceil(rows / splits) },
    bindings: [
      ...Object.entries(matrices).map(([key, tensor]) => input(key, tensor, type)),
      ...Object.entries(byRow).map(([key, tensor]) => input(key, tensor)),
      ...Object.entries(byColumn).map(([key, tensor]) => input(key, tensor, type)),
      ...results.partial.map((tensor, index) => output(`result${index}`, tensor, type)),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil((vectors * splits) / WORKGROUP)],
    code: () => `
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let column = id.x % VECTORS;
        let split = id.x / VECTORS;
        if (split >= SPLITS) { return; }
        ${sums.map((_, index) => `var sum${index} = ${type}();`).join('\n')}
        let end = min((split + 1u) * SPLIT_ROWS, ROWS);
        for (var row = split * SPLIT_ROWS; row < end; row++) {
          let at = row * VECTORS + column;
          ${sums.map((summand, index) => `sum${index} += ${summand};`).join('\n')}
        }
        ${sums.map((_, index) => `result${index}[id.x] = sum${index};`).join('\n')}
      }`,
  });
  return results.finish() as Results<Sums>;
}
