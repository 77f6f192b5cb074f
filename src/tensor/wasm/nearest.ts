/** @file Registers the search of nearest rows and the writing of rows; shapes as in `ops/nearest.ts`. */
import { count, registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerNearest(kernels: KernelExports): void {
  registerKernel('AdaSimTopK', (call) => {
    const bank = call.input('bank', [-1, -1]);
    const [rows, dim] = [size(bank, 0), size(bank, 1)];
    const queries = call.input('queries', [-1, dim]);
    const valid = call.input('valid', [rows, 1]);
    const k = call.number('k');
    const queryCount = size(queries, 0);
    const indices = call.output([queryCount, k], 'int32');
    const similarities = call.output([queryCount, k]);
    kernels.nearest(
      bank.pointer,
      queries.pointer,
      valid.pointer,
      indices.pointer,
      similarities.pointer,
      rows,
      dim,
      queryCount,
      k,
    );
    return [indices, similarities];
  });

  // In place; the output, of no elements, only satisfies the protocol of kernels.
  registerKernel('AdaSimAssignRows', (call) => {
    const target = call.input('target', [-1, -1]);
    const [length, dim] = [size(target, 0), size(target, 1)];
    const rows = call.input('rows', [-1, dim]);
    const indices = call.input('indices', [size(rows, 0)], 'int32');
    const outside = call.values(indices).find((index) => index < 0 || index >= length);
    if (outside !== undefined) throw new RangeError(`There is no row ${outside} among ${length}.`);
    kernels.assignRows(target.pointer, rows.pointer, indices.pointer, count(indices), dim);
    return [call.output([0])];
  });
}
