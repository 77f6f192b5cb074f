/** @file The WebGPU device: asked for with what our kernels can use, and what it turned out to be. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { TapingBackend } from './tape/tapingBackend.ts';
import * as tf from '../tf.ts';
import { isSoftware } from './softwareAdapter.ts';

/**
 * Replaces the factory of the `webgpu` backend with one that also asks for subgroups and for as many storage
 * buffers as the adapter has. To be called before `tf.setBackend('webgpu')`; calling it again changes nothing.
 */
export function registerWebgpuBackend(): void {
  if (replaced) return;
  replaced = true;
  // Importing the package has registered its own factory, at least where the browser has WebGPU.
  if ('gpu' in navigator) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', createBackend, 3);
}

let replaced = false;

const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];

const WANTED_LIMITS = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const;

async function createBackend(): Promise<TapingBackend> {
  const powerPreference = tf.env().getBool('WEBGPU_USE_LOW_POWER_GPU') ? 'low-power' : 'high-performance';
  const adapter = await navigator.gpu.requestAdapter({ powerPreference });
  if (adapter === null) throw new Error('This browser offers no WebGPU adapter.');
  const device = await adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  return new TapingBackend(device, adapter.info);
}

export interface DeviceTraits {
  /** Computes on the CPU: one invocation is one SIMD lane, barriers are dear and occupancy does not matter. */
  software: boolean;
  /** Software whose subgroups are exactly the 4 lanes of a quad, and the extension is on. */
  quads: boolean;
}

/** How our kernels work: `quads` without workgroup memory, or `workgroup` with it. */
export type KernelStyle = 'quads' | 'workgroup';

let chosenStyle: KernelStyle | 'auto' = 'auto';

/** Overrides the style that the device's traits suggest; quads only where the device has them. */
export function setKernelStyle(style: KernelStyle | 'auto'): void {
  chosenStyle = style;
}

export function traitsOf({ device }: WebGPUBackend): DeviceTraits {
  const { subgroupMinSize, subgroupMaxSize } = device.adapterInfo;
  const software = isSoftware(device.adapterInfo);
  const fours = subgroupMinSize === 4 && subgroupMaxSize === 4;
  return { software, quads: software && fours && device.features.has('subgroups') };
}

export function kernelStyle(backend: WebGPUBackend): KernelStyle {
  const { quads } = traitsOf(backend);
  if (chosenStyle === 'auto') return quads ? 'quads' : 'workgroup';
  return chosenStyle === 'quads' && !quads ? 'workgroup' : chosenStyle;
}
