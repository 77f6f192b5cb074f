/**
 * @file Registers layer and batch normalisation and their gradients; shapes as in `ops/layerNorm.ts` and
 * `ops/batchNorm.ts`.
 */
import { registerKernel, size } from './kernel.ts';
import type { Kernel, KernelExports } from './module.ts';

interface Normalisation {
  name: 'LayerNorm' | 'BatchNorm';
  /** Takes the pointers of x, scale, shift, y and of each statistic, then rows, columns and epsilon. */
  forward: Kernel;
  gradient: Kernel;
  /** Of x `[rows, columns]`: 0 where each row has statistics of its own, 1 where each column has. */
  axis: 0 | 1;
  /** How many there are: mean and inverse deviation, and of a batch the variance between them. */
  statistics: 2 | 3;
}

export function registerNormalisations(kernels: KernelExports): void {
  register({
    name: 'LayerNorm',
    forward: kernels.layerNorm,
    gradient: kernels.layerNormGradient,
    axis: 0,
    statistics: 2,
  });
  register({
    name: 'BatchNorm',
    forward: kernels.batchNorm,
    gradient: kernels.batchNormGradient,
    axis: 1,
    statistics: 3,
  });
}

function register({ name, forward, gradient, axis, statistics }: Normalisation): void {
  registerKernel(`AdaSim${name}`, (call) => {
    const x = call.input('x', [-1, -1]);
    const [rows, columns] = [size(x, 0), size(x, 1)];
    const scale = call.input('scale', [columns]);
    const shift = call.input('shift', [columns]);
    const y = call.output([rows, columns]);
    const outputs = [y, ...Array.from({ length: statistics }, () => call.output([size(x, axis)]))];
    const pointers = [x, scale, shift, ...outputs].map(({ pointer }) => pointer);
    forward(...pointers, rows, columns, call.number('epsilon'));
    return outputs;
  });

  registerKernel(`AdaSim${name}Gradient`, (call) => {
    const dy = call.input('dy', [-1, -1]);
    const [rows, columns] = [size(dy, 0), size(dy, 1)];
    const x = call.input('x', [rows, columns]);
    const scale = call.input('scale', [columns]);
    const mean = call.input('mean', [size(dy, axis)]);
    const inverseStd = call.input('inverseStd', [size(dy, axis)]);
    const outputs = [call.output([rows, columns]), call.output([columns]), call.output([columns])];
    const pointers = [dy, x, scale, mean, inverseStd, ...outputs].map(({ pointer }) => pointer);
    gradient(...pointers, rows, columns);
    return outputs;
  });
}
