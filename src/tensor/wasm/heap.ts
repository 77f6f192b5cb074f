/** @file The heap of TensorFlow.js's `wasm` backend, in which our kernels find the tensors where they lie. */
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '../tf.ts';
import { mallocOf } from '../tfjsInternals.ts';

/** The current backend, which must be `wasm`. */
export function wasmBackend(): BackendWasm {
  const backend = tf.backend();
  if (backend instanceof BackendWasm) return backend;
  throw new Error(`The WASM kernels need the wasm backend, not ${tf.getBackend()}.`);
}

/**
 * Allocates `bytes` that live as long as the backend.
 * @returns their offset in the heap
 */
export function allocate(backend: BackendWasm, bytes: number): number {
  const offset = mallocOf(backend)(bytes);
  if (offset === 0) throw new Error(`The WASM heap has no room for another ${bytes} bytes.`);
  return offset;
}
