/**
 * @file The door to our own kernels. An op of `ops/` asks here whether the current backend has a kernel of
 * that name (registered under `webgpu/` and `wasm/`); where it has none, the op's portable form runs instead.
 */
import * as tf from './tf.ts';

let enabled = true;

/** Switches our kernels off (the portable forms of stock TensorFlow.js run instead) and on again. */
export function setFusing(on: boolean): void {
  enabled = on;
}

/** Whether our kernels run where there are any. */
export const fusing = (): boolean => enabled;

/** Whether `name` would run as a kernel of ours on the current backend. */
export function hasKernel(name: string): boolean {
  return enabled && Boolean(tf.getKernel(name, tf.getBackend()));
}

/** Settings of a kernel; TensorFlow.js hands them on as they are, whatever its type says. */
type Attributes = Record<string, unknown>;

/** Runs the kernel `name` of the current backend and returns its outputs in order. */
export function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: Attributes = {}): tf.Tensor[] {
  const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** The output at `index`; a kernel that gives fewer has broken its contract. */
export function output<T extends tf.Tensor>(outputs: readonly tf.Tensor[], index = 0): T {
  const tensor = outputs[index];
  if (tensor === undefined)
    throw new Error(`A kernel gave ${outputs.length} outputs where ${index + 1} were expected.`);
  return tensor as T;
}

/**
 * An op with a gradient of its own. `forward` returns the value and what the gradient needs;
 * `backward` gets the value's gradient and the saved tensors, and returns one gradient per input.
 */
export function differentiable<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  forward: () => { value: T; saved: tf.Tensor[] },
  backward: (dy: T, saved: tf.Tensor[]) => tf.Tensor[],
): T {
  const op = tf.customGrad((...parameters) => {
    const save = parameters.at(-1) as tf.GradSaveFunc;
    const { value, saved } = forward();
    save(saved);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => backward(dy as T, kept) };
  });
  return op(...inputs);
}
