/** @file Puts our kernels in place on the `wasm` backend. */
import { registerAttention } from './attention.ts';
import { registerConv2d } from './conv2d.ts';
import { registerDistillationLoss } from './distillationLoss.ts';
import { registerGelu } from './gelu.ts';
import { wasmMemoryOf } from '../tfjsInternals.ts';
import { allocate, wasmBackend } from './heap.ts';
import { registerIdentity } from './identity.ts';
import { registerLinear } from './linear.ts';
import { compileKernels, instantiateKernels, supportsRelaxedSimd } from './module.ts';
import { registerNearest } from './nearest.ts';
import { registerNormalisations } from './normalisation.ts';
import { registerNormalize } from './normalize.ts';
import { registerOptimiser } from './optimiser.ts';
import { registerPixels } from './pixels.ts';
import { registerTokens } from './tokens.ts';
import { startHelpers, usefulThreads } from './threads.ts';

export interface WasmKernels {
  /** Threads that compute, the calling one included. */
  threads: number;
  /** Whether products use fused multiply-add. */
  relaxedSimd: boolean;
  /** Computes on `count` threads from now on, at most {@link threads}. Results do not depend on it. */
  useThreads: (count: number) => void;
}

const families = [
  registerIdentity,
  registerLinear,
  registerGelu,
  registerNormalisations,
  registerAttention,
  registerNormalize,
  registerConv2d,
  registerDistillationLoss,
  registerOptimiser,
  registerNearest,
  registerTokens,
  registerPixels,
];

let installed: Promise<WasmKernels> | undefined;

/**
 * Compiles our kernels, starts their threads where the page is cross-origin isolated (at most `mostThreads`; fewer where
 * some do not start), and registers every kernel of this folder. `wasm` must be the current backend. Calling it again changes
 * nothing.
 */
export function installWasmKernels(mostThreads?: number): Promise<WasmKernels> {
  installed ??= install(mostThreads);
  return installed;
}

async function install(mostThreads: number | undefined): Promise<WasmKernels> {
  const backend = wasmBackend();
  const memory = wasmMemoryOf(backend);
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const relaxedSimd = supportsRelaxedSimd();
  const module = await compileKernels(shared, relaxedSimd);
  const kernels = await instantiateKernels(module, memory, (bytes) => allocate(backend, bytes));

  const controlBytes = Number(kernels.CONTROL_BYTES.value);
  const control = alignToCacheLine(allocate(backend, controlBytes + CACHE_LINE));
  new Uint8Array(memory.buffer, control, controlBytes).fill(0);
  kernels.initialise(control);

  const helpers = shared ? usefulThreads(mostThreads) - 1 : 0;
  const threads = 1 + (await startHelpers(helpers, { module, memory, control }));
  kernels.setActiveThreads(threads);
  // A page must never sleep; browsers refuse.
  kernels.setMaySleep(Number(typeof document === 'undefined'));

  for (const register of families) register(kernels);
  return {
    threads,
    relaxedSimd,
    useThreads: (count) => kernels.setActiveThreads(Math.min(threads, Math.max(1, count))),
  };
}

const CACHE_LINE = 64;
const alignToCacheLine = (offset: number): number => Math.ceil(offset / CACHE_LINE) * CACHE_LINE;
