/** @file The kernel `AdaSimAugment` of the backends whose tensors JavaScript can see: `cpu` and `wasm`. */
import * as tf from '../tf.ts';
import { augmentPixels } from './augmentPixels.ts';

/** Registers the kernel on both backends. Calling it again changes nothing. */
export function registerHostAugment(): void {
  for (const backendName of ['cpu', 'wasm']) {
    if (registered(backendName)) continue;
    tf.registerKernel({
      kernelName: 'AdaSimAugment',
      backendName,
      kernelFunc: ({ inputs, backend, attrs }) => compute(memoryOf(backend), inputs, attrs ?? {}),
    });
  }
}

/** tfjs's type leaves out that there may be none. */
const registered = (backendName: string): boolean =>
  (tf.getKernel('AdaSimAugment', backendName) as tf.KernelConfig | undefined) !== undefined;

type Values = Float32Array | Int32Array;

/** How to make a tensor and see the values of one. */
interface HostMemory {
  makeOutput: (shape: number[]) => tf.TensorInfo;
  valuesOf: (tensor: tf.TensorInfo) => Values;
}

/** What we use of the `wasm` backend. */
interface HeapBackend {
  makeOutput: (shape: number[], dtype: tf.DataType) => tf.TensorInfo;
  typedArrayFromHeap: (tensor: tf.TensorInfo) => Values;
}

/** What we use of the `cpu` backend. */
interface ArrayBackend {
  makeTensorInfo: (shape: number[], dtype: tf.DataType, values: Float32Array) => tf.TensorInfo;
  data: { get: (dataId: object) => { values: Values } };
}

const isHeapBackend = (backend: object): backend is HeapBackend =>
  'typedArrayFromHeap' in backend && 'makeOutput' in backend;

const isArrayBackend = (backend: object): backend is ArrayBackend =>
  'makeTensorInfo' in backend && 'data' in backend;

function memoryOf(backend: object): HostMemory {
  if (isHeapBackend(backend))
    return {
      makeOutput: (shape) => backend.makeOutput(shape, 'float32'),
      valuesOf: (tensor) => backend.typedArrayFromHeap(tensor),
    };
  if (isArrayBackend(backend))
    return {
      makeOutput: (shape) =>
        backend.makeTensorInfo(shape, 'float32', new Float32Array(tf.util.sizeFromShape(shape))),
      valuesOf: (tensor) => backend.data.get(tensor.dataId).values,
    };
  throw new Error('AdaSimAugment was called on a foreign backend.');
}

/** The attributes of `AdaSimAugment`. */
interface Attributes {
  size: number;
  channels: number;
  scale: number[];
  offset: number[];
}

function compute(memory: HostMemory, inputs: tf.NamedTensorInfoMap, attributes: object): tf.TensorInfo {
  const { size, channels, scale, offset } = attributes as Attributes;
  const { images, indices, parameters, taps } = inputs;
  if (!images || !indices || !parameters || !taps)
    throw new Error('AdaSimAugment needs images, indices, parameters and taps.');
  // First of all: the heap may move when it grows.
  const result = memory.makeOutput([indices.shape[0] ?? 0, size, size, channels]);
  augmentPixels({
    images: bytesOf(memory.valuesOf(images)),
    imageBytes: 4 * (images.shape[1] ?? 0),
    size,
    channels,
    indices: integers(memory.valuesOf(indices)),
    parameters: floats(memory.valuesOf(parameters)),
    taps: integers(memory.valuesOf(taps)),
    scale,
    offset,
    result: floats(memory.valuesOf(result)),
  });
  return result;
}

const bytesOf = (values: Values): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

function integers(values: Values): Int32Array {
  if (values instanceof Int32Array) return values;
  throw new Error('AdaSimAugment needs int32 images, indices and taps.');
}

function floats(values: Values): Float32Array {
  if (values instanceof Float32Array) return values;
  throw new Error('AdaSimAugment needs float32 parameters.');
}
