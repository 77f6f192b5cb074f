/** @file Registers batch normalisation and its gradient; shapes as in `ops/batchNorm.ts`. */
import { registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerBatchNorm(kernels: KernelExports): void {
  registerKernel('AdaSimBatchNorm', (call) => {
    const x = call.input('x', [-1, -1]);
    const [rows, channels] = [size(x, 0), size(x, 1)];
    const scale = call.input('scale', [channels]);
    const shift = call.input('shift', [channels]);
    const y = call.output([rows, channels]);
    const mean = call.output([channels]);
    const variance = call.output([channels]);
    const inverseStd = call.output([channels]);
    kernels.batchNorm(
      x.pointer,
      scale.pointer,
      shift.pointer,
      y.pointer,
      mean.pointer,
      variance.pointer,
      inverseStd.pointer,
      rows,
      channels,
      call.number('epsilon'),
    );
    return [y, mean, variance, inverseStd];
  });

  registerKernel('AdaSimBatchNormGradient', (call) => {
    const dy = call.input('dy', [-1, -1]);
    const [rows, channels] = [size(dy, 0), size(dy, 1)];
    const x = call.input('x', [rows, channels]);
    const scale = call.input('scale', [channels]);
    const mean = call.input('mean', [channels]);
    const inverseStd = call.input('inverseStd', [channels]);
    const dx = call.output([rows, channels]);
    const dscale = call.output([channels]);
    const dshift = call.output([channels]);
    kernels.batchNormGradient(
      dy.pointer,
      x.pointer,
      scale.pointer,
      mean.pointer,
      inverseStd.pointer,
      dx.pointer,
      dscale.pointer,
      dshift.pointer,
      rows,
      channels,
    );
    return [dx, dscale, dshift];
  });
}
