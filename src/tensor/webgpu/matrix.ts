/** @file Matrices in row-major order as operands and results of products. */
import type * as tf from '../tf.ts';
import type { Operand } from './gemm.ts';
import { input, output, type Binding } from './program.ts';
import { component, range, unroll } from './unroll.ts';

/** An operand with the binding that it reads. */
export interface BoundOperand {
  operand: Operand;
  binding: Binding;
}

/** Lines of the product are the matrix's rows, `[lines, depth]`. */
export function byRows(name: string, matrix: tf.TensorInfo, depth: number): BoundOperand {
  const line = { type: 'u32', body: 'return index * K;' };
  if (depth % 4 === 0) {
    const load = `return ${name}[(line + depth) >> 2u];`;
    return {
      operand: { layout: 'inner', line, load, anySize: true },
      binding: input(name, matrix, 'vec4<f32>'),
    };
  }
  const values = range(4).map((q) => `select(0.0, ${name}[line + depth + ${q}u], depth + ${q}u < K)`);
  return {
    operand: { layout: 'inner', line, load: `return vec4(${values.join()});`, anySize: true },
    binding: input(name, matrix),
  };
}

/** Lines of the product are the matrix's columns, `[depth, lines]`. */
export function byColumns(name: string, matrix: tf.TensorInfo, lines: number): BoundOperand {
  const depth = { type: 'u32', body: 'return index * LINES;' };
  if (lines % 4 === 0) {
    const load = `return ${name}[(depth + line) >> 2u];`;
    return {
      operand: { layout: 'outer', depth, load, anySize: true },
      binding: input(name, matrix, 'vec4<f32>'),
    };
  }
  const values = range(4).map((q) => `${name}[depth + line + ${q}u]`);
  return {
    operand: { layout: 'outer', depth, load: `return vec4(${values.join()});`, anySize: true },
    binding: input(name, matrix),
  };
}

/** A result `[rows, columns]`, or `[splits, rows, columns]` of a split product. */
export interface BoundResult {
  /** WGSL statements that store the vector named by `value` at `row`, `column`. */
  store: (value: string) => string;
  binding: Binding;
}

export function resultMatrix(name: string, matrix: tf.TensorInfo, columns: number): BoundResult {
  if (columns % 4 === 0)
    return {
      store: (value) => `${name}[((split * ROWS + row) * COLUMNS + column) >> 2u] = ${value};`,
      binding: output(name, matrix, 'vec4<f32>'),
    };
  // Values past the last column are replaced by the last one, at its own place: a branch for each would keep a
  // software adapter's compiler busy.
  const last = (q: number) => `select(last${q - 1}, four.${component(q)}, column + ${q}u < COLUMNS)`;
  return {
    store: (value) => `{
      let four = ${value};
      ${unroll(4, (q) => `let last${q} = ${q === 0 ? 'four.x' : last(q)};`)}
      let line = (split * ROWS + row) * COLUMNS;
      ${unroll(4, (q) => `${name}[line + min(column + ${q}u, COLUMNS - 1u)] = last${q};`)}
    }`,
    binding: output(name, matrix),
  };
}
