/** @file Rows of matrices in as few parts as a device's bindings have room for. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { DeviceLimitError, offerOf } from './limits.ts';
import type { Binding } from './program.ts';

/** Some neighbouring rows. */
export interface RowPart {
  first: number;
  count: number;
}

/** Times any width it is a place where a binding may begin. */
const STEP = 64;

/**
 * All `rows` of matrices of up to `width` numbers of 4 bytes a row, in parts that each fit into a binding.
 * @param program for the error
 * @param most rows of a part, where it must have no more than so many
 * @throws DeviceLimitError where even the smallest part does not fit
 */
export function rowParts(
  backend: WebGPUBackend,
  program: string,
  rows: number,
  width: number,
  most = rows,
): RowPart[] {
  const numbers = Math.floor(offerOf(backend.device).limits.maxStorageBufferBindingSize / 4);
  const fitting = Math.floor(numbers / width);
  const together = Math.min(rows, most) <= fitting ? Math.min(rows, most) : Math.floor(fitting / STEP) * STEP;
  if (together === 0)
    throw new DeviceLimitError(
      program,
      `${STEP} rows of it have ${width} numbers each, of ${numbers} in all at most`,
    );
  return Array.from({ length: Math.ceil(rows / together) }, (_, index) => ({
    first: index * together,
    count: Math.min(together, rows - index * together),
  }));
}

/** These rows of a binding whose tensor has `width` numbers in a row. */
export const rowsOf = (binding: Binding, { first, count }: RowPart, width: number): Binding => ({
  ...binding,
  range: { first: first * width, count: count * width },
});
