/** @file Registers the seams of a transformer; shapes as in `ops/tokens.ts`. */
import { registerKernel, size, type WasmCall } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerTokens(kernels: KernelExports): void {
  registerKernel('AdaSimEmbedTokens', (call) => {
    const patches = call.input('patches', [-1, -1, -1]);
    const [batch, count, dim] = [size(patches, 0), size(patches, 1), size(patches, 2)];
    const cls = call.input('cls', [1, 1, dim]);
    const positions = call.input('positions', [1, count + 1, dim]);
    const y = call.output([batch, count + 1, dim]);
    kernels.embedTokens(patches.pointer, cls.pointer, positions.pointer, y.pointer, batch, count, dim);
    return [y];
  });

  registerKernel('AdaSimAddBranch', (call) => {
    const x = call.input('x', [-1, -1, -1]);
    const branch = call.input('branch', x.shape);
    const [batch, elements] = [size(x, 0), size(x, 1) * size(x, 2)];
    const y = call.output(x.shape);
    kernels.addBranch(x.pointer, branch.pointer, scalesPointer(call, batch), y.pointer, batch, elements);
    return [y];
  });

  registerKernel('AdaSimScaleBranch', (call) => {
    const x = call.input('x', [-1, -1, -1]);
    const [batch, elements] = [size(x, 0), size(x, 1) * size(x, 2)];
    const y = call.output(x.shape);
    kernels.scaleBranch(x.pointer, scalesPointer(call, batch), y.pointer, batch, elements);
    return [y];
  });

  registerKernel('AdaSimSumRows', (call) => {
    const x = call.input('x', [-1, -1]);
    const sums = call.output([size(x, 1)]);
    kernels.sumRows(x.pointer, sums.pointer, size(x, 0), size(x, 1));
    return [sums];
  });
}

/** Row `index` of `keepScales [branches, batch]`. */
function scalesPointer(call: WasmCall, batch: number): number {
  const scales = call.input('keepScales', [-1, batch]);
  const index = call.number('index');
  if (index < 0 || index >= size(scales, 0)) throw new RangeError(`There is no branch ${index}.`);
  return scales.pointer + index * batch * Float32Array.BYTES_PER_ELEMENT;
}
