/** @file The compiled kernels: which variant suits this browser, and how it is instantiated. */

/** A module with one instruction of the proposal: `f32x4.relaxed_madd`. */
const RELAXED_SIMD_PROBE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic number, version
  0x01, 0x08, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b, // type: (v128, v128, v128) → v128
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, 0x85, 0x02, 0x0b,
); // prettier-ignore

/** Whether this browser can multiply and add in one instruction. */
export const supportsRelaxedSimd = (): boolean => WebAssembly.validate(RELAXED_SIMD_PROBE);

/** A kernel: pointers are offsets in the heap, sizes count elements. The order is that of `assembly/`. */
export type Kernel = (...parameters: number[]) => void;

type KernelName =
  | 'linear'
  | 'linearGelu'
  | 'linearInputGradient'
  | 'linearWeightGradient'
  | 'gelu'
  | 'geluGradient'
  | 'layerNorm'
  | 'layerNormGradient'
  | 'attention'
  | 'attentionGradient'
  | 'normalize'
  | 'normalizeGradient'
  | 'batchNorm'
  | 'batchNormGradient'
  | 'describeConvolution'
  | 'conv2d'
  | 'conv2dInputGradient'
  | 'conv2dWeightGradient'
  | 'distillationLoss'
  | 'beginUpdate'
  | 'addToUpdate'
  | 'runUpdate'
  | 'nearest'
  | 'assignRows'
  | 'embedTokens'
  | 'addBranch'
  | 'scaleBranch'
  | 'sumRows'
  | 'relu'
  | 'reluGradient'
  | 'meanPixels'
  | 'meanPixelsGradient'
  | 'moveTowards';

/** What `assembly/index.ts` exports. */
export type KernelExports = Record<KernelName, Kernel> & {
  CONTROL_BYTES: WebAssembly.Global;
  /** Tells the instance where the control block is. */
  initialise: (control: number) => void;
  setActiveThreads: (count: number) => void;
  /** Tells whether the calling thread may sleep while others finish. */
  setMaySleep: (may: number) => void;
  /** The life of a helper thread: never returns. */
  help: (thread: number) => void;
};

/** Compiles the variant for this browser and for memory that is shared or not. */
export async function compileKernels(shared: boolean, relaxedSimd: boolean): Promise<WebAssembly.Module> {
  const { default: binary } = await loadVariant(shared, relaxedSimd);
  return WebAssembly.compile(binary);
}

function loadVariant(shared: boolean, relaxedSimd: boolean) {
  if (shared)
    return relaxedSimd
      ? import('virtual:wasm-kernels/threads-relaxed')
      : import('virtual:wasm-kernels/threads');
  return relaxedSimd ? import('virtual:wasm-kernels/single-relaxed') : import('virtual:wasm-kernels/single');
}

/**
 * Instantiates the kernels on `memory`.
 * @param allocate gives scratch memory; only the main thread takes any
 */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  allocate: (bytes: number) => number,
): Promise<KernelExports> {
  const instance = await WebAssembly.instantiate(module, { env: { memory, allocate } });
  return instance.exports as KernelExports;
}
