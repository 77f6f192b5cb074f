/** @file Registers the affine map and its gradients; shapes as in `ops/linear.ts`. */
import { registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerLinear(kernels: KernelExports): void {
  registerKernel('AdaSimLinear', (call) => {
    const x = call.input('x', [-1, -1]);
    const [rows, inputs] = [size(x, 0), size(x, 1)];
    const weight = call.input('weight', [-1, inputs]);
    const outputs = size(weight, 0);
    const bias = call.optionalPointer('bias', [outputs]);
    const y = call.output([rows, outputs]);
    kernels.linear(x.pointer, weight.pointer, bias, y.pointer, rows, inputs, outputs);
    return [y];
  });

  registerKernel('AdaSimLinearGelu', (call) => {
    const x = call.input('x', [-1, -1]);
    const [rows, inputs] = [size(x, 0), size(x, 1)];
    const weight = call.input('weight', [-1, inputs]);
    const outputs = size(weight, 0);
    const bias = call.optionalPointer('bias', [outputs]);
    const y = call.output([rows, outputs]);
    const pre = call.output([rows, outputs]);
    kernels.linearGelu(x.pointer, weight.pointer, bias, y.pointer, pre.pointer, rows, inputs, outputs);
    return [y, pre];
  });

  registerKernel('AdaSimLinearInputGradient', (call) => {
    const dy = call.input('dy', [-1, -1]);
    const [rows, outputs] = [size(dy, 0), size(dy, 1)];
    const weight = call.input('weight', [outputs, -1]);
    const inputs = size(weight, 1);
    const dx = call.output([rows, inputs]);
    kernels.linearInputGradient(dy.pointer, weight.pointer, dx.pointer, rows, inputs, outputs);
    return [dx];
  });

  registerKernel('AdaSimLinearWeightGradient', (call) => {
    const dy = call.input('dy', [-1, -1]);
    const [rows, outputs] = [size(dy, 0), size(dy, 1)];
    const x = call.input('x', [rows, -1]);
    const inputs = size(x, 1);
    const dw = call.output([outputs, inputs]);
    const db = call.attribute('bias') === true ? call.output([outputs]) : undefined;
    kernels.linearWeightGradient(dy.pointer, x.pointer, dw.pointer, db?.pointer ?? 0, rows, inputs, outputs);
    return db === undefined ? [dw] : [dw, db];
  });
}
