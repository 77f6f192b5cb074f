/** @file Registers GELU and its gradient; shapes as in `ops/gelu.ts`. */
import { count, registerKernel } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerGelu(kernels: KernelExports): void {
  registerKernel('AdaSimGelu', (call) => {
    const x = call.input('x');
    const y = call.output(x.shape);
    kernels.gelu(x.pointer, y.pointer, count(x));
    return [y];
  });

  registerKernel('AdaSimGeluGradient', (call) => {
    const x = call.input('x');
    const dy = call.input('dy', x.shape);
    const dx = call.output(x.shape);
    kernels.geluGradient(dy.pointer, x.pointer, dx.pointer, count(x));
    return [dx];
  });
}
