/** @file Finds NaN and infinities in tensors that must not have any, such as weights. */
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import type { Tensor } from './safetensorsTypes.ts';

/** Where a tensor first is not finite (NaN or ±∞), or −1. */
export function firstNonFinite({ data }: Pick<Tensor, 'data'>): number {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return -1;
  return data.findIndex((element: number) => !Number.isFinite(element));
}

/** @throws SafetensorsError naming the first tensor with a NaN or an infinity, and the place in it. */
export function requireFinite(tensors: Iterable<readonly [string, Tensor]>): void {
  for (const [name, tensor] of tensors) {
    const index = firstNonFinite(tensor);
    if (index >= 0) reject(`Tensor ${quote(name)} has ${String(tensor.data[index])} at element ${index}.`);
  }
}
