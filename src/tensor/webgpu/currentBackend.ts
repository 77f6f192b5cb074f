/** @file The `webgpu` backend of TensorFlow.js, where it is the current one. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';

export function webgpuBackend(): WebGPUBackend {
  const backend = tf.backend();
  if (backend instanceof WebGPUBackend) return backend;
  throw new Error(`The webgpu backend is needed, not ${tf.getBackend()}.`);
}
