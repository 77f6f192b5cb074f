/**
 * @file Our dispatches join the command encoder of TensorFlow.js's WebGPU backend, so that its kernels and ours
 * run in the order in which they were called.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';
import { commandEncoderOf, computePassOf, countDispatchInPass, setComputePass } from '../tfjsInternals.ts';
import type { Shader } from './pipelines.ts';
import type { CommandEncoder, ComputePass } from './tape/commandTape.ts';
import { TapingBackend } from './tape/tapingBackend.ts';

/** The open compute pass of the backend; opens one where there is none. */
export function computePass(backend: WebGPUBackend): ComputePass {
  const open = computePassOf(backend);
  if (open !== null) return open;
  const pass = commandEncoder(backend).beginComputePass();
  setComputePass(backend, pass);
  return pass;
}

/** To be called after each dispatch: submits when the backend's batch is full, as its own kernels do. */
export function countDispatch(backend: WebGPUBackend): void {
  if (countDispatchInPass(backend) < tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Submits what waits; resolves once the device has done all that was asked. */
export async function queueDone(backend: WebGPUBackend): Promise<void> {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.device.queue.onSubmittedWorkDone();
}

/** Whether what is asked of the device is only looked at. */
export const foreseeing = (backend: WebGPUBackend): boolean =>
  backend instanceof TapingBackend && backend.foreseeing;

/** Whether a program is only looked at; then it is noted. */
export function meets(backend: WebGPUBackend, shader: Shader): boolean {
  if (!(backend instanceof TapingBackend) || !backend.foreseeing) return false;
  backend.meet(shader);
  return true;
}

/** To be called where a general form was dispatched: what is taped now is to be taped anew without it. */
export function noteStandIn(backend: WebGPUBackend): void {
  if (backend instanceof TapingBackend) backend.noteStandIn();
}

/** Where in a tensor, in bytes; multiples of 4. */
export interface TensorPlace {
  tensor: tf.TensorInfo;
  offset: number;
}

/** Copies `bytes` (a multiple of 4) in the order of the queue. */
export function copyBytes(backend: WebGPUBackend, from: TensorPlace, to: TensorPlace, bytes: number): void {
  if (foreseeing(backend)) return;
  const [source, target] = [bufferOf(backend, from.tensor), writableBufferOf(backend, to.tensor)];
  backend.endComputePassEncoder();
  commandEncoder(backend).copyBufferToBuffer(source, from.offset, target, to.offset, bytes);
}

/** Fills a tensor with zeros in the order of the queue. */
export function clear(backend: WebGPUBackend, tensor: tf.TensorInfo): void {
  if (foreseeing(backend)) return;
  const buffer = writableBufferOf(backend, tensor);
  backend.endComputePassEncoder();
  commandEncoder(backend).clearBuffer(buffer);
}

function commandEncoder(backend: WebGPUBackend): CommandEncoder {
  backend.ensureCommandEncoderReady();
  const encoder = commandEncoderOf(backend);
  if (encoder === null) throw new Error('The backend made no command encoder.');
  return encoder;
}

/** The GPU buffer behind a tensor; uploads its values where they are still on the CPU. */
export function bufferOf(backend: WebGPUBackend, tensor: tf.TensorInfo): GPUBuffer {
  backend.uploadToGPU(tensor.dataId);
  const { resource } = backend.tensorMap.get(tensor.dataId);
  if (!(resource instanceof GPUBuffer))
    throw new Error('Our kernels read tensors from buffers, not from textures.');
  return resource;
}

/** The same for a tensor that is about to be written: a copy of its old values on the CPU is forgotten. */
export function writableBufferOf(backend: WebGPUBackend, tensor: tf.TensorInfo): GPUBuffer {
  const buffer = bufferOf(backend, tensor);
  if (!(backend instanceof TapingBackend)) throw new Error('Our kernels run on a backend of ours.');
  backend.noteWritten(tensor.dataId);
  return buffer;
}
