/** @file The order in which an epoch visits the training images. */
import type { RandomStream } from '../adasim/random.ts';

/**
 * A random order of the training rows. The first epoch goes through the blocks in the order of their
 * arrival and is random within each (a block is a fair sample, so this is no curriculum); every later
 * epoch is random throughout. It depends on nothing but its arguments.
 * @param blocks ends of the blocks, ascending (`Dataset.trainBlocks`)
 * @param epoch 0-based
 * @returns int32 `[N]`, N = the last block's end
 */
export function epochOrder(blocks: readonly number[], epoch: number, random: RandomStream): Int32Array {
  const count = blocks.at(-1) ?? 0;
  if (epoch > 0) return random.permutation(count);
  const order = new Int32Array(count);
  let start = 0;
  for (const end of blocks) {
    order.set(
      random.permutation(end - start).map((offset) => start + offset),
      start,
    );
    start = end;
  }
  return order;
}

/** The number of leading rows that must be there before `rows` can be used (`Dataset.ready`). */
export function rowsNeeded(rows: ArrayLike<number>): number {
  let needed = 0;
  for (let i = 0; i < rows.length; i++) needed = Math.max(needed, (rows[i] ?? 0) + 1);
  return needed;
}
