/** @file Registers ℓ2 normalisation and its gradient; shapes as in `ops/normalize.ts`. */
import { registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerNormalize(kernels: KernelExports): void {
  registerKernel('AdaSimNormalize', (call) => {
    const x = call.input('x', [-1, -1]);
    const [rows, dim] = [size(x, 0), size(x, 1)];
    const y = call.output([rows, dim]);
    const inverseNorm = call.output([rows]);
    kernels.normalize(x.pointer, y.pointer, inverseNorm.pointer, rows, dim, call.number('epsilon'));
    return [y, inverseNorm];
  });

  registerKernel('AdaSimNormalizeGradient', (call) => {
    const y = call.input('y', [-1, -1]);
    const [rows, dim] = [size(y, 0), size(y, 1)];
    const dy = call.input('dy', [rows, dim]);
    const inverseNorm = call.input('inverseNorm', [rows]);
    const dx = call.output([rows, dim]);
    kernels.normalizeGradient(dy.pointer, y.pointer, inverseNorm.pointer, dx.pointer, rows, dim);
    return [dx];
  });
}
