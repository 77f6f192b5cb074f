/** @file The choice of what to compute on, and its set-up: hardware WebGPU, else WASM, else plain JavaScript. */
import type { BackendName, Device, ProductStyle } from '../protocol/device.ts';
import { unnamedAdapter, whyNoWebgpu, whyOneThread, whyWasm, withoutWebgpu } from '../protocol/serving.ts';
import { unloaded } from '../protocol/unloaded.ts';
import { BackendError } from './backendError.ts';
import { orLoss } from './deviceWatch.ts';
import * as tf from './tf.ts';
import { wasmBinaries, withoutItsThreads } from './tfjsInternals.ts';
import { areServed } from './wasm/binaries.ts';
import { adapterWords, isSoftware, nameOf } from './webgpu/adapter.ts';

/** What a backend may be told. */
export interface BackendOptions {
  /** That WASM may take; all that are useful unless told. */
  mostThreads?: number | undefined;
  /** Of WebGPU; what is measured to be the fastest unless told. */
  productStyle?: ProductStyle | 'auto' | undefined;
  /** Whether stock kernels of WASM get TensorFlow.js's own threads, as they have without us; for comparisons. */
  stockThreads?: boolean | undefined;
}

interface AdapterDescription {
  name: string;
  software: boolean;
}

/**
 * Makes `choice` the current backend.
 * @throws BackendError where a backend that was asked for by name is not available
 */
export async function setUpBackend(
  choice: BackendName | 'auto',
  { productStyle = 'auto', ...wasm }: BackendOptions = {},
): Promise<Device> {
  if (choice === 'cpu') return useCpu();
  const useWasm = (reason: string) => setUpWasm(reason, wasm);
  const webgpu = (adapter: AdapterDescription, reason: string) => useWebgpu(adapter, reason, productStyle);
  if (choice === 'wasm') return useWasm('You chose WASM.');
  const adapter = await describeAdapter();
  if (choice === 'webgpu') {
    if (adapter === undefined)
      throw new BackendError(`${whyNoWebgpu(isSecureContext)} ${withoutWebgpu(isSecureContext)}`);
    return webgpu(adapter, 'You chose WebGPU.');
  }
  if (adapter === undefined) return useWasm(whyWasm(isSecureContext));
  if (adapter.software)
    return useWasm('The WebGPU adapter here is software, which is slower than WASM on the same CPU.');
  return webgpu(adapter, 'Hardware WebGPU is the fastest backend here.');
}

async function describeAdapter(): Promise<AdapterDescription | undefined> {
  if (!('gpu' in navigator)) return undefined;
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return undefined;
  const words = await adapterWords(adapter);
  return { name: nameOf(words) || unnamedAdapter, software: isSoftware(words) };
}

async function useWebgpu(
  adapter: AdapterDescription,
  reason: string,
  style: ProductStyle | 'auto',
): Promise<Device> {
  const { installWebgpuKernels, registerWebgpuBackend, tuneWebgpuKernels } =
    await import('./webgpu/install.ts');
  registerWebgpuBackend();
  await select('webgpu');
  installWebgpuKernels();
  const products = await orLoss(tuneWebgpuKernels(style));
  return {
    backend: 'webgpu',
    adapter: adapter.name,
    software: adapter.software,
    threads: 0,
    reason,
    products,
  };
}

async function setUpWasm(
  reason: string,
  { mostThreads, stockThreads = false }: BackendOptions,
): Promise<Device> {
  const { setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const binaries = Object.entries(await wasmBinaries()).map(([name, url]) => [name, absolute(url)] as const);
  setWasmPaths(Object.fromEntries(binaries));
  const start = () => select('wasm');
  if (!stockThreads) setThreadsCount(1);
  else if (mostThreads !== undefined) setThreadsCount(mostThreads);
  await (stockThreads ? start() : withoutItsThreads(start)).catch(async (error: unknown) => {
    throw (await areServed(binaries.map(([, url]) => url))) ? error : new BackendError(unloaded);
  });
  const { installWasmKernels } = await import('./wasm/install.ts');
  const { threads } = await installWasmKernels(mostThreads);
  return {
    backend: 'wasm',
    adapter: threads > 1 ? `CPU, ${threads} threads` : 'CPU, 1 thread',
    software: true,
    threads,
    reason:
      threads > 1 || navigator.hardwareConcurrency === 1 || mostThreads === 1
        ? reason
        : `${reason} ${whyOneThread(isSecureContext, crossOriginIsolated)}`,
  };
}

async function useCpu(): Promise<Device> {
  await select('cpu');
  return {
    backend: 'cpu',
    adapter: 'plain JavaScript',
    software: true,
    threads: 1,
    reason: 'You chose plain JavaScript, the slowest and simplest backend.',
  };
}

async function select(name: BackendName): Promise<void> {
  const ready = await tf.setBackend(name);
  await tf.ready();
  if (!ready || tf.getBackend() !== name)
    throw new BackendError(
      `The ${name} backend could not be started in this browser. Choose another backend.`,
    );
}

/** Emscripten's threads start from a blob, against which a relative address means nothing. */
const absolute = (url: string): string => new URL(url, self.location.href).href;
