/**
 * @file The training worker with a device that a test can destroy at an awkward moment: the test posts a
 * {@link Misfortune}, and counts from there.
 */

import './worker.ts';

/** After so many more submissions, pipelines that are begun, or reads of a buffer. */
export interface Misfortune {
  lose: 'submitting' | 'compiling' | 'reading';
  after: number;
}

let device: GPUDevice | undefined;
let awaited: Misfortune | undefined;

const requestDevice = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (descriptor) {
  device = await requestDevice.call(this, descriptor);
  return device;
};

function happens(what: Misfortune['lose']): void {
  if (awaited?.lose !== what) return;
  awaited.after -= 1;
  if (awaited.after >= 0) return;
  awaited = undefined;
  device?.destroy();
}

const { submit } = GPUQueue.prototype;
GPUQueue.prototype.submit = function (commands) {
  happens('submitting');
  submit.call(this, commands);
};

const { createComputePipelineAsync } = GPUDevice.prototype;
GPUDevice.prototype.createComputePipelineAsync = function (descriptor) {
  happens('compiling');
  return createComputePipelineAsync.call(this, descriptor);
};

const { mapAsync } = GPUBuffer.prototype;
GPUBuffer.prototype.mapAsync = function (mode, offset, size) {
  const mapped = mapAsync.call(this, mode, offset, size);
  happens('reading');
  return mapped;
};

addEventListener(
  'message',
  (event: MessageEvent<Misfortune | { type: string }>) => {
    if (!('lose' in event.data)) return;
    event.stopImmediatePropagation();
    awaited = { ...event.data };
  },
  // Before the worker's own.
  { capture: true },
);
