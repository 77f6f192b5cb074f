/** @file The heap of TensorFlow.js's `wasm` backend, in which our kernels find the tensors where they lie. */
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '../tf.ts';

/** The current backend, which must be `wasm`. */
export function wasmBackend(): BackendWasm {
  const backend = tf.backend();
  if (backend instanceof BackendWasm) return backend;
  throw new Error(`The WASM kernels need the wasm backend, not ${tf.getBackend()}.`);
}

/**
 * The memory itself. The threaded build of the backend creates it and passes it in, as `wasmMemory`; the
 * single-threaded builds export it from their WebAssembly instance, as `asm.memory`.
 */
export function heapMemory(backend: BackendWasm): WebAssembly.Memory {
  const module: object = backend.wasm;
  for (const memory of [property(module, 'wasmMemory'), property(property(module, 'asm'), 'memory')])
    if (memory instanceof WebAssembly.Memory) return memory;
  throw new Error('This version of the wasm backend keeps its memory out of reach.');
}

/**
 * Allocates `bytes` that live as long as the backend.
 * @returns their offset in the heap
 */
export function allocate(backend: BackendWasm, bytes: number): number {
  const malloc = property(backend.wasm, '_malloc');
  if (typeof malloc !== 'function')
    throw new Error('This version of the wasm backend keeps its allocator out of reach.');
  // The allocator answers with a signed number, the heap may be larger than 2 GiB.
  const offset = Number(Reflect.apply(malloc, undefined, [bytes])) >>> 0;
  if (offset === 0) throw new Error(`The WASM heap has no room for another ${bytes} bytes.`);
  return offset;
}

const property = (owner: unknown, name: string): unknown =>
  typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
