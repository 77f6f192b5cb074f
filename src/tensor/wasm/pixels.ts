/** @file Registers the rectifier, pooling and moving averages; shapes as in `ops/`. */
import { count, registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerPixels(kernels: KernelExports): void {
  registerKernel('AdaSimRelu', (call) => {
    const x = call.input('x');
    const y = call.output(x.shape);
    kernels.relu(x.pointer, y.pointer, count(x));
    return [y];
  });

  registerKernel('AdaSimReluGradient', (call) => {
    const y = call.input('y');
    const dy = call.input('dy', y.shape);
    const dx = call.output(y.shape);
    kernels.reluGradient(dy.pointer, y.pointer, dx.pointer, count(y));
    return [dx];
  });

  registerKernel('AdaSimMeanPixels', (call) => {
    const x = call.input('x', [-1, -1, -1, -1]);
    const [batch, pixels, channels] = [size(x, 0), size(x, 1) * size(x, 2), size(x, 3)];
    const y = call.output([batch, channels]);
    kernels.meanPixels(x.pointer, y.pointer, batch, pixels, channels);
    return [y];
  });

  registerKernel('AdaSimMeanPixelsGradient', (call) => {
    const dx = call.output(call.numbers('inputShape'));
    const [batch, pixels, channels] = [size(dx, 0), size(dx, 1) * size(dx, 2), size(dx, 3)];
    const dy = call.input('dy', [batch, channels]);
    kernels.meanPixelsGradient(dy.pointer, dx.pointer, batch, pixels, channels);
    return [dx];
  });

  // In place; the output, of no elements, only satisfies the protocol of kernels.
  registerKernel('AdaSimMoveTowards', (call) => {
    const average = call.input('average');
    const value = call.input('value', average.shape);
    const share = call.number('share');
    const take = share * call.number('factor');
    kernels.moveTowards(average.pointer, value.pointer, count(average), 1 - share, take);
    return [call.output([0])];
  });
}
