/** @file The backends as the page names them. */
import type { BackendName } from '../../protocol/device.ts';

export const backendTitle: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** Fastest first. */
export const backendNames: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];
