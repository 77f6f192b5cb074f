/** @file Replaces the backend's `Identity`, which copies, by one that shares memory as other backends' do. */
import * as tf from '../tf.ts';
import { wasmBackend } from './heap.ts';

/**
 * The gradients' tape clones every tensor it saves: in one step of the reference model over a hundred, with all their
 * elements. Memory is counted by reference, so two tensors may share it.
 */
export function registerIdentity(): void {
  tf.unregisterKernel('Identity', 'wasm');
  tf.registerKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs: { x } }) => {
      if (x === undefined) throw new Error('Identity needs the input “x”.');
      wasmBackend().incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}
