/** @file Functions of single elements, four at a time. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';
import { registerKernel } from './kernel.ts';
import { allocate, input, output, run, type Program } from './program.ts';
import { rowParts, rowsOf, type RowPart } from './rowParts.ts';
import { component, range } from './unroll.ts';

const WORKGROUP = 64;

export interface Elementwise {
  name: string;
  constants?: Program['constants'];
  /** Tensors of one shape, which the result takes on. */
  inputs: Record<string, tf.TensorInfo>;
  /** Tensors of one number for each of the last dimension's columns. */
  byColumn?: Record<string, tf.TensorInfo>;
  /** Tensors of one number for each run of `length` elements; the first run has number `first`. */
  byRun?: Record<string, { tensor: tf.TensorInfo; first: number; length: number }>;
  /** WGSL of the result, in which each input is a `vec4<f32>` of its name. */
  expression: string;
  functions?: string;
}

/** Queues the function and returns its result. */
export function runElementwise(backend: WebGPUBackend, program: Elementwise): tf.TensorInfo {
  const shape = Object.values(program.inputs)[0]?.shape ?? [];
  const result = allocate(backend, shape);
  const size = tf.util.sizeFromShape(shape);
  const columns = program.byColumn === undefined ? 1 : (shape.at(-1) ?? 1);
  // Where a run begins is counted from the first element.
  const parts =
    program.byRun === undefined
      ? rowParts(backend, program.name, size / columns, columns)
      : [{ first: 0, count: size / columns }];
  for (const part of parts) runPart(backend, program, result, { part, columns });
  return result;
}

/** Of rows of `columns` elements. */
function runPart(
  backend: WebGPUBackend,
  program: Elementwise,
  result: tf.TensorInfo,
  { part, columns }: { part: RowPart; columns: number },
): void {
  const { name, constants, inputs, byColumn = {}, byRun = {}, expression, functions = '' } = program;
  const size = part.count * columns;
  const runs = Object.entries(byRun);
  const lengths = [
    size,
    ...Object.keys(byColumn).map(() => columns),
    ...runs.map(([, { length }]) => length),
  ];
  const vectors = lengths.every((length) => length % 4 === 0);
  const type = vectors ? 'vec4<f32>' : 'f32';
  run(backend, {
    name,
    constants: {
      SIZE: size,
      COLUMNS: columns,
      ...Object.fromEntries(runs.map(([key, { first }]) => [`${key}First`, first])),
      ...Object.fromEntries(runs.map(([key, { length }]) => [`${key}Length`, length])),
      ...constants,
    },
    bindings: [
      ...Object.entries(inputs).map(([key, tensor]) =>
        rowsOf(input(`${key}All`, tensor, type), part, columns),
      ),
      ...Object.entries(byColumn).map(([key, tensor]) => input(`${key}All`, tensor, type)),
      ...runs.map(([key, { tensor }]) => input(`${key}All`, tensor)),
      rowsOf(output('result', result, type), part, columns),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(size / 4 / WORKGROUP)],
    code: () => `
      ${functions}
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let first = id.x * 4u;
        if (first >= SIZE) { return; }
        ${Object.keys(inputs)
          .map((key) => `let ${key} = ${fourOf(key, vectors, '')};`)
          .join('\n')}
        ${Object.keys(byColumn)
          .map((key) => `let ${key} = ${fourOf(key, vectors, ' % COLUMNS')};`)
          .join('\n')}
        ${runs.map(([key]) => `let ${key} = ${numbersOfRun(key, vectors)};`).join('\n')}
        let value = ${expression};
        ${vectors ? 'result[first >> 2u] = value;' : scattered}
      }`,
  });
}

/** Registers a kernel whose output has the shape of its inputs. */
export function registerElementwise(
  kernelName: string,
  inputs: readonly string[],
  expression: string,
  functions = '',
): void {
  registerKernel(kernelName, ({ backend, tensor }) =>
    runElementwise(backend, {
      name: kernelName,
      inputs: Object.fromEntries(inputs.map((name) => [name, tensor(name)])),
      expression,
      functions,
    }),
  );
}

/** Four elements, one by one where they do not make a vector; past the end the last is read again. */
function fourOf(name: string, vectors: boolean, modulo: string): string {
  if (vectors) return `${name}All[(first${modulo}) >> 2u]`;
  return `vec4(${range(4)
    .map((q) => `${name}All[min(first + ${q}u, SIZE - 1u)${modulo}]`)
    .join()})`;
}

/** The number of the run that each of the four is in. */
function numbersOfRun(name: string, vectors: boolean): string {
  const numberAt = (q: number) => `${name}All[${name}First + min(first + ${q}u, SIZE - 1u) / ${name}Length]`;
  return vectors ? numberAt(0) : `vec4(${range(4).map(numberAt).join()})`;
}

const scattered = range(4)
  .map((q) => `if (first + ${q}u < SIZE) { result[first + ${q}u] = value.${component(q)}; }`)
  .join('\n');
