/** @file Waiting for the device, so that a clock on this thread sees all of its work. */
import * as tf from '../tf.ts';
import { webgpuBackend } from '../webgpu/currentBackend.ts';
import { queueDone } from '../webgpu/queue.ts';

/** Resolves once the device has done all that was asked. Off the GPU every kernel has when it returns. */
export async function deviceIdle(): Promise<void> {
  if (tf.getBackend() === 'webgpu') await queueDone(webgpuBackend());
}
