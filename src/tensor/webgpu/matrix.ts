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
  if (depth % 4 === 0) {
    const load = `return ${name}[(line * K + k) / 4u];`;
    return { operand: { layout: 'inner', load }, binding: input(name, matrix, 'vec4<f32>') };
  }
  const values = range(4).map((q) => `select(0.0, ${name}[line * K + k + ${q}u], k + ${q}u < K)`);
  return {
    operand: { layout: 'inner', load: `return vec4(${values.join()});` },
    binding: input(name, matrix),
  };
}

/** Lines of the product are the matrix's columns, `[depth, lines]`. */
export function byColumns(name: string, matrix: tf.TensorInfo, lines: number): BoundOperand {
  if (lines % 4 === 0) {
    const load = `return ${name}[(k * ${lines}u + line) / 4u];`;
    return { operand: { layout: 'outer', load }, binding: input(name, matrix, 'vec4<f32>') };
  }
  const values = range(4).map((q) => `${name}[k * ${lines}u + line + ${q}u]`);
  return {
    operand: { layout: 'outer', load: `return vec4(${values.join()});` },
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
      store: (value) => `${name}[((split * ROWS + row) * COLUMNS + column) / 4u] = ${value};`,
      binding: output(name, matrix, 'vec4<f32>'),
    };
  return {
    store: (value) =>
      unroll(4, (q) => {
        const guard = q === 0 ? '' : `if (column + ${q}u < COLUMNS) `;
        return `${guard}{ ${name}[(split * ROWS + row) * COLUMNS + column + ${q}u] = ${value}.${component(q)}; }`;
      }),
    binding: output(name, matrix),
  };
}
