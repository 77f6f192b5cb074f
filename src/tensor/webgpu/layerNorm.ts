/** @file Layer normalisation and its gradient. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { runColumnSums } from './columnSums.ts';
import { matrixShape, registerKernel } from './kernel.ts';
import { allocate, float } from './program.ts';
import { eachVector, runRows } from './rows.ts';

export function registerLayerNorm(): void {
  registerKernel('AdaSimLayerNorm', ({ backend, tensor, number }) =>
    layerNorm(backend, tensor('x'), tensor('scale'), tensor('shift'), number('epsilon')),
  );
  registerKernel('AdaSimLayerNormGradient', ({ backend, tensor }) => {
    const [dy, x, mean, inverseStd] = [tensor('dy'), tensor('x'), tensor('mean'), tensor('inverseStd')];
    return [
      inputGradient(backend, dy, x, tensor('scale'), mean, inverseStd),
      ...parameterGradients(backend, dy, x, mean, inverseStd),
    ];
  });
}

function layerNorm(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  scale: tf.TensorInfo,
  shift: tf.TensorInfo,
  epsilon: number,
): tf.TensorInfo[] {
  const [rows] = matrixShape(x);
  const y = allocate(backend, x.shape);
  const mean = allocate(backend, [rows]);
  const inverseStd = allocate(backend, [rows]);
  runRows(backend, {
    name: 'LayerNorm',
    shape: x,
    constants: { EPSILON: float(epsilon) },
    reads: { vectors: { x, scale, shift } },
    writes: { vectors: { y }, scalars: { mean, inverseStd } },
    body: `
      var sum = V();
      ${eachVector('sum += x[at];')}
      let average = rowSum(total(sum), local) / f32(COLUMNS);
      var squares = V();
      ${eachVector('let difference = x[at] - average; squares += difference * difference;')}
      let factor = 1.0 / sqrt(rowSum(total(squares), local) / f32(COLUMNS) + EPSILON);
      if (inside) {
        ${eachVector('y[at] = (x[at] - average) * factor * scale[j] + shift[j];')}
        if (lane == 0u) {
          mean[row] = average;
          inverseStd[row] = factor;
        }
      }`,
  });
  return [y, mean, inverseStd];
}

function inputGradient(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  scale: tf.TensorInfo,
  mean: tf.TensorInfo,
  inverseStd: tf.TensorInfo,
): tf.TensorInfo {
  const dx = allocate(backend, x.shape);
  runRows(backend, {
    name: 'LayerNormInputGradient',
    shape: x,
    reads: { vectors: { dy, x, scale }, scalars: { mean, inverseStd } },
    writes: { vectors: { dx } },
    body: `
      let average = mean[row];
      let factor = inverseStd[row];
      var sum = V();
      var projection = V();
      ${eachVector(`
        let g = dy[at] * scale[j];
        sum += g;
        projection += g * (x[at] - average);`)}
      let meanOfG = rowSum(total(sum), local) / f32(COLUMNS);
      let along = rowSum(total(projection), local) * factor * factor / f32(COLUMNS);
      if (inside) {
        ${eachVector('dx[at] = factor * (dy[at] * scale[j] - meanOfG - (x[at] - average) * along);')}
      }`,
  });
  return dx;
}

function parameterGradients(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  mean: tf.TensorInfo,
  inverseStd: tf.TensorInfo,
): tf.TensorInfo[] {
  return runColumnSums(backend, {
    name: 'LayerNormParameterGradients',
    shape: x,
    matrices: { dy, x },
    byRow: { mean, inverseStd },
    sums: ['dy[at] * (x[at] - mean[row]) * inverseStd[row]', 'dy[at]'],
  });
}
