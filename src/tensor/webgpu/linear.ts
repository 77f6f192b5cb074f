/** @file Affine maps and their gradients, of as many rows at a time as the device's bindings have room for. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { runElementwise } from './elementwise.ts';
import { geluFunctions } from './gelu.ts';
import { runGemm, splitsFor } from './gemm.ts';
import { matrixShape, registerKernel } from './kernel.ts';
import { byColumns, byRows, resultMatrix } from './matrix.ts';
import { allocate, input, output, release } from './program.ts';
import { rowParts, rowsOf, type RowPart } from './rowParts.ts';
import { splitSums } from './sumSplits.ts';
import { range } from './unroll.ts';

export function registerLinear(): void {
  registerKernel('AdaSimLinear', ({ backend, tensor, optional }) =>
    linear(backend, tensor('x'), tensor('weight'), optional('bias')),
  );
  registerKernel('AdaSimLinearGelu', ({ backend, tensor, optional }) =>
    linearGelu(backend, tensor('x'), tensor('weight'), optional('bias')),
  );
  registerKernel('AdaSimLinearInputGradient', ({ backend, tensor }) =>
    inputGradient(backend, tensor('dy'), tensor('weight')),
  );
  registerKernel('AdaSimLinearWeightGradient', ({ backend, tensor, attribute }) =>
    weightGradient(backend, tensor('dy'), tensor('x'), attribute('bias') === true),
  );
}

/** `x·Wᵀ + b`: `[rows, out]`. */
export function linear(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  weight: tf.TensorInfo,
  bias?: tf.TensorInfo,
): tf.TensorInfo {
  const [y] = forward(backend, x, weight, bias, false);
  return y;
}

/** `[gelu(x·Wᵀ + b), x·Wᵀ + b]` */
function linearGelu(backend: WebGPUBackend, x: tf.TensorInfo, weight: tf.TensorInfo, bias?: tf.TensorInfo) {
  return forward(backend, x, weight, bias, true);
}

function forward(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  weight: tf.TensorInfo,
  bias: tf.TensorInfo | undefined,
  activated: boolean,
): [tf.TensorInfo, ...tf.TensorInfo[]] {
  const [rows, depth] = matrixShape(x);
  const [columns] = matrixShape(weight);
  const a = byRows('x', x, depth);
  const b = byRows('weight', weight, depth);
  const y = allocate(backend, [rows, columns]);
  const pre = activated ? [allocate(backend, [rows, columns])] : [];
  const results = [y, ...pre].map((tensor, index) => resultMatrix(`y${index}`, tensor, columns));
  const name = `Linear${bias ? 'Bias' : ''}${activated ? 'Gelu' : ''}`;
  for (const part of rowParts(backend, name, rows, Math.max(depth, columns)))
    runGemm(backend, {
      name,
      rows: part.count,
      columns,
      depth,
      a: a.operand,
      b: b.operand,
      declarations: activated ? geluFunctions : '',
      ...(bias && { initial: `return ${columns % 4 === 0 ? 'bias[column >> 2u]' : biasByOnes};` }),
      store: results
        .map(({ store }, index) => store(activated && index === 0 ? 'gelu(value)' : 'value'))
        .join('\n'),
      bindings: [
        rowsOf(a.binding, part, depth),
        b.binding,
        ...(bias ? [input('bias', bias, columns % 4 === 0 ? 'vec4<f32>' : 'f32')] : []),
        ...results.map(({ binding }) => rowsOf(binding, part, columns)),
      ],
    });
  return [y, ...pre];
}

const biasByOnes = `vec4(${range(4)
  .map((q) => `bias[min(column + ${q}u, COLUMNS - 1u)]`)
  .join()})`;

/** `dy·W`: `[rows, in]`. */
function inputGradient(backend: WebGPUBackend, dy: tf.TensorInfo, weight: tf.TensorInfo): tf.TensorInfo {
  const [rows, depth] = matrixShape(dy);
  const [, columns] = matrixShape(weight);
  const a = byRows('dy', dy, depth);
  const b = byColumns('weight', weight, columns);
  const dx = allocate(backend, [rows, columns]);
  const result = resultMatrix('dx', dx, columns);
  const name = 'LinearInputGradient';
  for (const part of rowParts(backend, name, rows, Math.max(depth, columns)))
    runGemm(backend, {
      name,
      rows: part.count,
      columns,
      depth,
      a: a.operand,
      b: b.operand,
      store: result.store('value'),
      bindings: [rowsOf(a.binding, part, depth), b.binding, rowsOf(result.binding, part, columns)],
    });
  return dx;
}

/** `[dyᵀ·x, Σ dy]`: `[out, in]` and, with a bias, `[out]`. */
function weightGradient(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  bias: boolean,
): tf.TensorInfo[] {
  const [depth, rows] = matrixShape(dy);
  const [, columns] = matrixShape(x);
  return rowParts(backend, 'LinearWeightGradient', depth, Math.max(rows, columns))
    .map((part) => weightGradientOf(backend, dy, x, bias, part))
    .reduce((xs, ys) =>
      xs.flatMap((x, index) => ys.slice(index, index + 1).map((y) => added(backend, x, y))),
    );
}

/** `x + y`, in place of both. */
function added(backend: WebGPUBackend, x: tf.TensorInfo, y: tf.TensorInfo): tf.TensorInfo {
  const sum = runElementwise(backend, { name: 'AddParts', inputs: { x, y }, expression: 'x + y' });
  release(backend, x, y);
  return sum;
}

/** The part of some rows. Their sum is long, so it is split. */
function weightGradientOf(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  bias: boolean,
  part: RowPart,
): tf.TensorInfo[] {
  const [, rows] = matrixShape(dy);
  const [, columns] = matrixShape(x);
  const depth = part.count;
  const a = byColumns('dy', dy, rows);
  const b = byColumns('x', x, columns);
  const splits = splitsFor(backend, rows, columns, depth);
  const sums = splitSums(backend, splits, [rows, columns], ...(bias ? [[rows]] : []));
  const [product, rowSums] = sums.partial;
  const result = resultMatrix('dw', product, columns);
  runGemm(backend, {
    name: 'LinearWeightGradient',
    rows,
    columns,
    depth,
    splits,
    a: a.operand,
    b: b.operand,
    store: result.store('value'),
    ...(rowSums && { storeRowSum: 'db[split * ROWS + row] = value;' }),
    bindings: [
      rowsOf(a.binding, part, rows),
      rowsOf(b.binding, part, columns),
      result.binding,
      ...(rowSums ? [output('db', rowSums)] : []),
    ],
  });
  return sums.finish();
}
