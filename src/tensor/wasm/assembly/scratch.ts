/** @file Working memory of the kernels: one block of the heap, carved anew by each kernel. */

/** Takes memory from the heap that TensorFlow.js allocates its tensors in. */
@external('env', 'allocate')
declare function allocate(bytes: usize): usize;

const ALIGNMENT: usize = 64;

let block: usize = 0;
let capacity: usize = 0;
let used: usize = 0;

/** Starts a kernel: all that was taken before is free again. Main thread only, as the next one. */
export function resetScratch(): void {
  used = 0;
}

/**
 * Takes `bytes` of scratch, aligned to a cache line, uninitialised. A block that has become too small is
 * replaced by one of twice the size; it is not freed, since what was taken from it is still in use.
 */
export function takeScratch(bytes: usize): usize {
  const size = (bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (used + size > capacity) {
    capacity = max<usize>(capacity << 1, size);
    block = (allocate(capacity + ALIGNMENT) + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    used = 0;
  }
  const pointer = block + used;
  used += size;
  return pointer;
}
