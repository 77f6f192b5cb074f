/** @file A helper thread: instantiates the kernels on the shared heap and works for the rest of its life. */
import { instantiateKernels } from './module.ts';

/** What a helper is told; its answer is any message, when it is ready. */
export interface HelperStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: number;
  /** From 1; the main thread is 0. */
  thread: number;
}

self.onmessage = async ({ data }: MessageEvent<HelperStart>) => {
  const kernels = await instantiateKernels(data.module, data.memory, () => {
    throw new Error('Only the main thread takes scratch memory.');
  });
  kernels.initialise(data.control);
  self.postMessage('ready');
  kernels.help(data.thread);
};
