/** @file Registers layer normalisation and its gradient; shapes as in `ops/layerNorm.ts`. */
import { registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerLayerNorm(kernels: KernelExports): void {
  registerKernel('AdaSimLayerNorm', (call) => {
    const x = call.input('x', [-1, -1]);
    const [rows, dim] = [size(x, 0), size(x, 1)];
    const scale = call.input('scale', [dim]);
    const shift = call.input('shift', [dim]);
    const y = call.output([rows, dim]);
    const mean = call.output([rows]);
    const inverseStd = call.output([rows]);
    kernels.layerNorm(
      x.pointer,
      scale.pointer,
      shift.pointer,
      y.pointer,
      mean.pointer,
      inverseStd.pointer,
      rows,
      dim,
      call.number('epsilon'),
    );
    return [y, mean, inverseStd];
  });

  registerKernel('AdaSimLayerNormGradient', (call) => {
    const dy = call.input('dy', [-1, -1]);
    const [rows, dim] = [size(dy, 0), size(dy, 1)];
    const x = call.input('x', [rows, dim]);
    const scale = call.input('scale', [dim]);
    const mean = call.input('mean', [rows]);
    const inverseStd = call.input('inverseStd', [rows]);
    const dx = call.output([rows, dim]);
    const dscale = call.output([dim]);
    const dshift = call.output([dim]);
    kernels.layerNormGradient(
      dy.pointer,
      x.pointer,
      scale.pointer,
      mean.pointer,
      inverseStd.pointer,
      dx.pointer,
      dscale.pointer,
      dshift.pointer,
      rows,
      dim,
    );
    return [dx, dscale, dshift];
  });
}
