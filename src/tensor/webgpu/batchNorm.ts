/** @file Batch normalisation with the batch's statistics, and its gradient. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { rowSplits, runColumnSums } from './columnSums.ts';
import { runElementwise } from './elementwise.ts';
import { matrixShape, registerKernel } from './kernel.ts';
import { allocate, float, input, output, release, run } from './program.ts';

export function registerBatchNorm(): void {
  registerKernel('AdaSimBatchNorm', ({ backend, tensor, number }) => {
    const [x, scale, shift] = [tensor('x'), tensor('scale'), tensor('shift')];
    const { mean, variance, inverseStd } = batchStatistics(backend, x, number('epsilon'));
    const y = runElementwise(backend, {
      name: 'BatchNorm',
      inputs: { x },
      byColumn: { mean, inverseStd, scale, shift },
      expression: '(x - mean) * inverseStd * scale + shift',
    });
    return [y, mean, variance, inverseStd];
  });

  registerKernel('AdaSimBatchNormGradient', ({ backend, tensor }) => {
    const [dy, x, scale] = [tensor('dy'), tensor('x'), tensor('scale')];
    const [mean, inverseStd] = [tensor('mean'), tensor('inverseStd')];
    const [dscale, dshift] = runColumnSums(backend, {
      name: 'BatchNormParameterGradients',
      shape: x,
      matrices: { dy, x },
      byColumn: { mean, inverseStd },
      sums: ['dy[at] * (x[at] - mean[column]) * inverseStd[column]', 'dy[at]'],
    });
    const [rows] = matrixShape(x);
    const dx = runElementwise(backend, {
      name: 'BatchNormInputGradient',
      constants: { ROWS: rows },
      inputs: { dy, x },
      byColumn: { mean, inverseStd, scale, dscale, dshift },
      expression: 'scale * inverseStd * (dy - (dshift + (x - mean) * inverseStd * dscale) / f32(ROWS))',
    });
    return [dx, dscale, dshift];
  });
}

const WORKGROUP = 64;

/**
 * Mean, biased variance and 1/√(variance + ε) of each column. Each part of the rows has its own mean first, so
 * that no large squares cancel; the parts are merged as Chan, Golub and LeVeque (1979) do.
 */
function batchStatistics(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  epsilon: number,
): Record<'mean' | 'variance' | 'inverseStd', tf.TensorInfo> {
  const [rows, columns] = matrixShape(x);
  const splits = rowSplits(rows);
  const constants = { ROWS: rows, COLUMNS: columns, SPLITS: splits, SPLIT_ROWS: Math.ceil(rows / splits) };
  const means = allocate(backend, [splits, columns]);
  const squares = allocate(backend, [splits, columns]);
  run(backend, {
    name: 'BatchStatisticsOfParts',
    constants,
    bindings: [input('x', x), output('means', means), output('squares', squares)],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil((columns * splits) / WORKGROUP)],
    code: () => statisticsOfPart,
  });
  const results = {
    mean: allocate(backend, [columns]),
    variance: allocate(backend, [columns]),
    inverseStd: allocate(backend, [columns]),
  };
  run(backend, {
    name: 'BatchStatistics',
    constants: { ...constants, EPSILON: float(epsilon) },
    bindings: [
      input('means', means),
      input('squares', squares),
      ...Object.entries(results).map(([name, tensor]) => output(name, tensor)),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(columns / WORKGROUP)],
    code: () => mergedStatistics,
  });
  release(backend, means, squares);
  return results;
}

const rowsOfSplit = `
  fn beginOf(split: u32) -> u32 { return min(split * SPLIT_ROWS, ROWS); }
  fn countOf(split: u32) -> f32 { return f32(beginOf(split + 1u) - beginOf(split)); }`;

const statisticsOfPart = `
  ${rowsOfSplit}
  fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let column = id.x % COLUMNS;
    let split = id.x / COLUMNS;
    if (split >= SPLITS) { return; }
    var sum = 0.0;
    for (var row = beginOf(split); row < beginOf(split + 1u); row++) { sum += x[row * COLUMNS + column]; }
    let mean = sum / max(countOf(split), 1.0);
    var square = 0.0;
    for (var row = beginOf(split); row < beginOf(split + 1u); row++) {
      let difference = x[row * COLUMNS + column] - mean;
      square += difference * difference;
    }
    means[id.x] = mean;
    squares[id.x] = square;
  }`;

const mergedStatistics = `
  ${rowsOfSplit}
  fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let column = id.x;
    if (column >= COLUMNS) { return; }
    var sum = 0.0;
    for (var split = 0u; split < SPLITS; split++) { sum += countOf(split) * means[split * COLUMNS + column]; }
    let average = sum / f32(ROWS);
    var square = 0.0;
    for (var split = 0u; split < SPLITS; split++) {
      let difference = means[split * COLUMNS + column] - average;
      square += squares[split * COLUMNS + column] + countOf(split) * difference * difference;
    }
    mean[column] = average;
    variance[column] = square / f32(ROWS);
    inverseStd[column] = 1.0 / sqrt(square / f32(ROWS) + EPSILON);
  }`;
