/** @file Counts what this thread asks of the GPU, whichever library asks. */
import { wrapMethod } from '../../src/tensor/profiling/wrapMethod.ts';

export interface GpuCounts {
  dispatches: number;
  /** From buffer to buffer. */
  copies: number;
}

/** Counts while `work` runs. */
export async function countGpuWork(work: () => Promise<unknown>): Promise<GpuCounts> {
  const counts: GpuCounts = { dispatches: 0, copies: 0 };
  const hasGpu = 'GPUComputePassEncoder' in self;
  const watched = hasGpu
    ? [
        wrapMethod(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', (proceed, workgroups) => {
          counts.dispatches += 1;
          return proceed(...workgroups);
        }),
        wrapMethod(GPUCommandEncoder.prototype, 'copyBufferToBuffer', (proceed, places) => {
          counts.copies += 1;
          return proceed(...places);
        }),
      ]
    : [];
  try {
    await work();
  } finally {
    for (const unwatch of watched) unwatch();
  }
  return counts;
}
