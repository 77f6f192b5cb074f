/** @file Registration of kernels on the `webgpu` backend, with inputs and attributes checked where they come in. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';
import { ConstantError, DeviceLimitError } from './limits.ts';

/** What a kernel is called with. */
export interface WebgpuCall {
  backend: WebGPUBackend;
  /** The input `name`. */
  tensor: (name: string) => tf.TensorInfo;
  /** The input `name`, which may be absent. */
  optional: (name: string) => tf.TensorInfo | undefined;
  /** The attribute `name`. */
  attribute: (name: string) => unknown;
  /** The attribute `name`, a number. */
  number: (name: string) => number;
}

const registered = new Set<string>();

/** Registers `compute` as the kernel `kernelName`. */
export function registerKernel(
  kernelName: string,
  compute: (call: WebgpuCall) => tf.TensorInfo | tf.TensorInfo[],
): void {
  if (registered.has(kernelName)) return;
  registered.add(kernelName);
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      if (!(backend instanceof WebGPUBackend))
        throw new Error(`${kernelName} was called on a foreign backend.`);
      try {
        return compute(callOf(kernelName, backend, inputs, attrs ?? {}));
      } catch (error) {
        if (error instanceof ConstantError) throw new DeviceLimitError(kernelName, error.message);
        throw error;
      }
    },
  });
}

function callOf(
  kernelName: string,
  backend: WebGPUBackend,
  inputs: tf.NamedTensorInfoMap,
  attributes: object,
): WebgpuCall {
  const attribute = (name: string): unknown => Reflect.get(attributes, name);
  return {
    backend,
    attribute,
    optional: (name) => inputs[name],
    tensor: (name) => {
      const tensor = inputs[name];
      if (tensor === undefined) throw new Error(`${kernelName} needs the input “${name}”.`);
      return tensor;
    },
    number: (name) => {
      const value = attribute(name);
      if (typeof value !== 'number')
        throw new Error(`${kernelName} needs the attribute “${name}”, a number.`);
      return value;
    },
  };
}

/** `[rows, columns]` of a matrix. */
export function matrixShape({ shape }: tf.TensorInfo): [number, number] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2)
    throw new Error(`A matrix was expected, not a tensor of shape [${shape.join(', ')}].`);
  return [rows, columns];
}
