/**
 * @file All that we touch of TensorFlow.js besides its public interface, what for, and in the shape that 4.22 has:
 * the version in `package.json` is exact for their sake. A test beside this file fails where one of them is gone.
 *
 * Both backends are known by their types alone, so that neither comes along with the other.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from './tf.ts';
import type { CommandEncoder, ComputePass } from './webgpu/tape/commandTape.ts';

/** A tensor's data, as a backend knows it. */
export type DataId = object;

/**
 * WebGPU's open command encoder, null where nothing waits: our dispatches join those of TensorFlow.js in it, and run
 * in the order in which they were called.
 */
export const commandEncoderOf = (backend: WebGPUBackend): CommandEncoder | null =>
  objectIn<CommandEncoder>(backend, 'commandEncoder', 'beginComputePass');

/** Puts another in its place: one that also keeps every command. */
export const setCommandEncoder = (backend: WebGPUBackend, encoder: CommandEncoder): void =>
  write(backend, 'commandEncoder', encoder);

/** WebGPU's open compute pass, null where there is none. */
export const computePassOf = (backend: WebGPUBackend): ComputePass | null =>
  objectIn<ComputePass>(backend, 'computePassEncoder', 'dispatchWorkgroups');

/** Makes a pass of ours the one that TensorFlow.js goes on with, and ends. */
export const setComputePass = (backend: WebGPUBackend, pass: ComputePass): void =>
  write(backend, 'computePassEncoder', pass);

/** Counts a dispatch of ours among those since the last submission, of which TensorFlow.js waits for a batch. */
export function countDispatchInPass(backend: WebGPUBackend): number {
  const before = read(backend, 'dispatchCountInPass');
  if (typeof before !== 'number') throw moved('dispatchCountInPass');
  write(backend, 'dispatchCountInPass', before + 1);
  return before + 1;
}

/**
 * Forgets the copy of a tensor that WebGPU keeps on the CPU once it was read: after a write in place, `read` would go
 * on returning the values from before.
 */
export const forgetHostValues = (backend: WebGPUBackend, dataId: DataId): void =>
  write(backend.tensorMap.get(dataId), 'values', null);

const stockPrograms = new WeakMap<WebGPUBackend, Map<string, Promise<unknown>>>();

/**
 * Does `work` without the dispatches of WebGPU's stock programs: those that were never compiled are, asynchronously.
 * @returns when each of their pipelines is there
 */
export function compileStockPrograms(backend: WebGPUBackend, work: () => void): Promise<void>[] {
  const pipelines = read(backend, 'pipelineCache');
  if (typeof pipelines !== 'object' || pipelines === null) throw moved('pipelineCache');
  const underWay = stockPrograms.get(backend) ?? new Map<string, Promise<unknown>>();
  stockPrograms.set(backend, underWay);
  for (const [key, pipeline] of underWay) if (!(key in pipelines)) Reflect.set(pipelines, key, pipeline);
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    work();
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
    for (const [key, pipeline] of Object.entries<unknown>({ ...pipelines }))
      if (pipeline instanceof Promise) {
        underWay.set(key, pipeline);
        // TensorFlow.js takes only what is there; whoever comes before that compiles for himself.
        Reflect.deleteProperty(pipelines, key);
      }
  }
  return [...underWay].map(async ([key, pipeline]) => {
    const compiled = await pipeline;
    if (!(key in pipelines)) Reflect.set(pipelines, key, compiled);
    underWay.delete(key);
  });
}

type BufferManager = WebGPUBackend['bufferManager'];

/** The methods that WebGPU's buffers come from and return to. */
export type BufferSource = Pick<BufferManager, 'acquireBuffer' | 'releaseBuffer'>;

/** Puts `divert`'s methods in place of them; it is given the original ones. */
export function divertBuffers(
  backend: WebGPUBackend,
  divert: (original: BufferSource) => BufferSource,
): void {
  const manager = backend.bufferManager;
  const original = {
    acquireBuffer: manager.acquireBuffer.bind(manager),
    releaseBuffer: manager.releaseBuffer.bind(manager),
  };
  Object.assign(manager, divert(original));
}

/**
 * WASM's memory, in which our kernels find the tensors where they lie. The threaded build creates it and passes it
 * in, as `wasmMemory`; the single-threaded builds export it from their WebAssembly instance, as `asm.memory`.
 */
export function wasmMemoryOf({ wasm }: BackendWasm): WebAssembly.Memory {
  for (const memory of [read(wasm, 'wasmMemory'), read(read(wasm, 'asm'), 'memory')])
    if (memory instanceof WebAssembly.Memory) return memory;
  throw moved('wasmMemory');
}

/**
 * Does `start`, in which TensorFlow.js sets up WASM to compute on one thread, without the eight workers that its threaded
 * build makes in any case and waits for: they would sleep for ever, and Firefox may not start them at all. The build
 * itself has to be that one, as no other has memory that threads of ours can share.
 */
export async function withoutItsThreads<T>(start: () => Promise<T>): Promise<T> {
  const { Worker } = globalThis;
  Reflect.set(globalThis, 'Worker', AbsentThread);
  try {
    return await start();
  } finally {
    Reflect.set(globalThis, 'Worker', Worker);
  }
}

/** In place of one of its workers: says that it has loaded, and that is all that is ever asked of it. */
class AbsentThread {
  onmessage: ((event: { data: { cmd: 'loaded' } }) => void) | undefined;

  postMessage({ cmd }: { cmd: string }): void {
    if (cmd !== 'load') throw moved('PThread');
    queueMicrotask(() => this.onmessage?.({ data: { cmd: 'loaded' } }));
  }
}

/** WASM's allocator, for memory that is no tensor. Gives the offset in the heap; 0 where there is no room. */
export function mallocOf({ wasm }: BackendWasm): (bytes: number) => number {
  const malloc = read(wasm, '_malloc');
  if (typeof malloc !== 'function') throw moved('_malloc');
  // It answers with a signed number; the heap may be larger than 2 GiB.
  return (bytes) => Number(Reflect.apply(malloc, undefined, [bytes])) >>> 0;
}

/** The addresses of WASM's binaries, which lie among the package's own files: a bundler has to be shown them. */
export async function wasmBinaries() {
  const [plain, simd, threaded] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
  ]);
  return {
    'tfjs-backend-wasm.wasm': plain.default,
    'tfjs-backend-wasm-simd.wasm': simd.default,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded.default,
  };
}

const read = (owner: unknown, name: string): unknown =>
  typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;

function write(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) throw moved(name);
  Reflect.set(owner, name, value);
}

/** The object at `name`, known by one of its methods, or null. */
function objectIn<T extends object>(owner: object, name: string, method: keyof T & string): T | null {
  const value = read(owner, name);
  if (value === null) return null;
  if (typeof value === 'object' && method in value) return value as T;
  throw moved(name);
}

const moved = (name: string): Error =>
  new Error(`This version of TensorFlow.js keeps “${name}” elsewhere than 4.22 does.`);
