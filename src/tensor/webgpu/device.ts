/** @file The WebGPU device: asked for with what our kernels can use, and what it turned out to be. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { TapingBackend } from './tape/tapingBackend.ts';
import * as tf from '../tf.ts';
import { adapterWords, isSoftware, type AdapterWords } from './adapter.ts';
import { raisedLimits } from './limits.ts';

/**
 * Replaces the factory of the `webgpu` backend with one that also asks for subgroups, and for the
 * {@link raisedLimits}. To be called before `tf.setBackend('webgpu')`; calling it again changes nothing.
 */
export function registerWebgpuBackend(): void {
  const registered: unknown = tf.findBackendFactory('webgpu');
  if (registered === createBackend) return;
  // Importing the package has registered its own factory, at least where the browser has WebGPU.
  if (registered !== null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', createBackend, 3);
}

const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];

let modest = false;

/** Asks for nothing that WebGPU does not promise of every device, for tests; of backends made from now on. */
export function askForDefaults(on: boolean): void {
  modest = on;
}

async function createBackend(): Promise<TapingBackend> {
  const powerPreference = tf.env().getBool('WEBGPU_USE_LOW_POWER_GPU') ? 'low-power' : 'high-performance';
  const adapter = await navigator.gpu.requestAdapter({ powerPreference });
  if (adapter === null) throw new Error('This browser offers no WebGPU adapter.');
  // An adapter makes one device, so what is told of it comes first.
  const words = await adapterWords(adapter);
  const device = await adapter.requestDevice(
    modest
      ? {}
      : {
          requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
          requiredLimits: Object.fromEntries(raisedLimits.map((limit) => [limit, adapter.limits[limit]])),
        },
  );
  return new TapingBackend(device, adapter.info, words);
}

/** What is told of the adapter of `backend`. */
export function wordsOf(backend: WebGPUBackend): AdapterWords {
  if (backend instanceof TapingBackend) return backend.adapterWords;
  throw new Error('Our kernels run on a backend of ours.');
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

export function traitsOf(backend: WebGPUBackend): DeviceTraits {
  const words = wordsOf(backend);
  const software = isSoftware(words);
  const fours = words.subgroups?.least === 4 && words.subgroups.most === 4;
  return { software, quads: software && fours && backend.device.features.has('subgroups') };
}

export function kernelStyle(backend: WebGPUBackend): KernelStyle {
  const { quads } = traitsOf(backend);
  if (chosenStyle === 'auto') return quads ? 'quads' : 'workgroup';
  return chosenStyle === 'quads' && !quads ? 'workgroup' : chosenStyle;
}
