/** @file Watches the kernels that TensorFlow.js calls, ours and its own, through its public registry. */
import * as tf from '../tf.ts';

/** One call of a kernel, after it has returned. */
export interface KernelCall {
  name: string;
  inputs: tf.NamedTensorInfoMap;
  outputs: tf.TensorInfo[];
  attributes: object;
}

export interface KernelObserver {
  before?: () => void;
  after: (call: KernelCall) => void;
}

/** Tells `observer` of every kernel of the current backend while `work` runs. */
export async function observeKernels<T>(observer: KernelObserver, work: () => Promise<T>): Promise<T> {
  const originals = [...tf.getKernelsForBackend(tf.getBackend())];
  for (const original of originals) replace(original, observed(original, observer));
  try {
    return await work();
  } finally {
    for (const original of originals) replace(original, original);
  }
}

function replace({ kernelName, backendName }: tf.KernelConfig, replacement: tf.KernelConfig): void {
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel(replacement);
}

const observed = (original: tf.KernelConfig, { before, after }: KernelObserver): tf.KernelConfig => ({
  ...original,
  kernelFunc: (call) => {
    before?.();
    const result = original.kernelFunc(call);
    after({
      name: original.kernelName,
      inputs: call.inputs,
      outputs: Array.isArray(result) ? result : [result],
      attributes: call.attrs ?? {},
    });
    return result;
  },
});
