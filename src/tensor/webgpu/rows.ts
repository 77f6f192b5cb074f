/**
 * @file Programs over the rows of a matrix. On a GPU 32 invocations share a row and reduce in workgroup memory;
 * on a software adapter one invocation has a row for itself, and the same code has no barrier.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { kernelStyle } from './device.ts';
import { matrixShape } from './kernel.ts';
import { input, output, run, type Binding, type Program } from './program.ts';

/** A matrix that is read or written as vectors, or values by row. */
interface RowTensors {
  /** `[rows, columns]` or `[columns]`, as arrays of `V`. */
  vectors?: Record<string, tf.TensorInfo>;
  /** Any shape, as arrays of f32. */
  scalars?: Record<string, tf.TensorInfo>;
}

export interface RowProgram {
  name: string;
  /** Gives the shape, `[rows, columns]`. */
  shape: tf.TensorInfo;
  constants?: Program['constants'];
  reads: RowTensors;
  writes: RowTensors;
  functions?: string;
  /**
   * Statements for one row. They have `row`, `inside` (stores need it), the loop bounds of {@link eachVector},
   * `V` (`vec4<f32>`, or `f32` where columns are not a multiple of 4), `total(V)`, `largest(V)`, and
   * `rowSum(f32, local)`, `rowMax(f32, local)` over all that share the row. `ROWS` and `COLUMNS` count elements.
   */
  body: string;
}

const WORKGROUP = 64;
const SHARED_LANES = 32;

/** WGSL: `statements` for each vector `j` of the row, which is at `at` in a matrix. */
export const eachVector = (statements: string): string =>
  `for (var j = lane; j < VECTORS; j += LANES) { let at = row * VECTORS + j; ${statements} }`;

export function runRows(backend: WebGPUBackend, program: RowProgram): void {
  const [rows, columns] = matrixShape(program.shape);
  const shared = kernelStyle(backend) === 'workgroup';
  const lanes = shared ? SHARED_LANES : 1;
  const vectors = columns % 4 === 0;
  run(backend, {
    name: `${program.name}${shared ? 'Shared' : ''}`,
    constants: {
      ROWS: rows,
      COLUMNS: columns,
      VECTORS: vectors ? columns / 4 : columns,
      LANES: lanes,
      ...program.constants,
    },
    bindings: bindingsOf(program, vectors ? 'vec4<f32>' : 'f32'),
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil((rows * lanes) / WORKGROUP)],
    shared: shared ? [{ name: 'shares', type: 'f32', length: WORKGROUP }] : [],
    code: () => `
      ${vectors ? vectorAlias : scalarAlias}
      ${shared ? reductions : noReductions}
      ${program.functions ?? ''}
      fn main(
        @builtin(workgroup_id) group: vec3<u32>,
        @builtin(local_invocation_index) local: u32,
      ) {
        let unclamped = (group.x * ${WORKGROUP}u + local) / LANES;
        let lane = local % LANES;
        let inside = unclamped < ROWS;
        let row = min(unclamped, ROWS - 1u);
        ${program.body}
      }`,
  });
}

function bindingsOf({ reads, writes }: RowProgram, type: 'vec4<f32>' | 'f32'): Binding[] {
  const bind = (make: typeof input, tensors: Record<string, tf.TensorInfo> = {}, kind: typeof type) =>
    Object.entries(tensors).map(([name, tensor]) => make(name, tensor, kind));
  return [
    ...bind(input, reads.vectors, type),
    ...bind(input, reads.scalars, 'f32'),
    ...bind(output, writes.vectors, type),
    ...bind(output, writes.scalars, 'f32'),
  ];
}

const vectorAlias = `
  alias V = vec4<f32>;
  fn total(v: V) -> f32 { return (v.x + v.y) + (v.z + v.w); }
  fn largest(v: V) -> f32 { return max(max(v.x, v.y), max(v.z, v.w)); }`;

const scalarAlias = `
  alias V = f32;
  fn total(v: V) -> f32 { return v; }
  fn largest(v: V) -> f32 { return v; }`;

const noReductions = `
  fn rowSum(value: f32, local: u32) -> f32 { return value; }
  fn rowMax(value: f32, local: u32) -> f32 { return value; }`;

const reductions = `
  ${reduction('rowSum', (a, b) => `${a} + ${b}`)}
  ${reduction('rowMax', (a, b) => `max(${a}, ${b})`)}`;

function reduction(name: string, combine: (a: string, b: string) => string): string {
  return `
    fn ${name}(value: f32, local: u32) -> f32 {
      shares[local] = value;
      workgroupBarrier();
      for (var half = LANES / 2u; half > 0u; half /= 2u) {
        if (local % LANES < half) { shares[local] = ${combine('shares[local]', 'shares[local + half]')}; }
        workgroupBarrier();
      }
      let result = shares[local / LANES * LANES];
      workgroupBarrier();
      return result;
    }`;
}
