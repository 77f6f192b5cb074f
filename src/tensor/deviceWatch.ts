/**
 * @file Hearing of a WebGPU device that can no longer be trusted: one that went away (a driver reset, a removed adapter,
 * a sleeping laptop), and one that refused a command or a shader. Nothing here concerns other backends.
 */
import { DeviceLostError, refused, type BackendError } from './backendError.ts';
import * as tf from './tf.ts';

/** Commands of a device that is being lost may fail before it is said to be lost; so long after, milliseconds. */
const FAILS_FIRST = 1000;

/**
 * Calls back when the current device goes away, and when it refuses something. A device that refuses drops the whole
 * submission and says so nowhere else: what is read from then on is not what was computed. The callback of an earlier
 * call hears no more of refusals.
 */
export async function watchDevice(notify: (error: BackendError) => void): Promise<void> {
  const device = await currentDevice();
  if (device === undefined) return;
  device.onuncapturederror = ({ error }) => {
    notify(refused(error.message));
  };
  notify(await lossOf(device));
}

/**
 * What `work` comes to, or the loss of the current device if that is first: what waits for a device that is gone may
 * wait for ever.
 * @throws DeviceLostError
 */
export async function orLoss<T>(work: Promise<T>): Promise<T> {
  const device = await currentDevice();
  if (device === undefined) return work;
  const loss = lossOf(device).then((error) => {
    throw error;
  });
  try {
    return await Promise.race([work, loss]);
  } catch (error) {
    throw await causeOf(error);
  }
}

/** The loss of the current device where it is behind `error`, else `error` itself. */
export async function causeOf(error: unknown): Promise<unknown> {
  const device = await currentDevice();
  if (device === undefined || error instanceof DeviceLostError) return error;
  const unrelated = new Promise<unknown>((resolve) => setTimeout(resolve, FAILS_FIRST, error));
  return Promise.race([lossOf(device), unrelated]);
}

const lossOf = async (device: GPUDevice): Promise<DeviceLostError> =>
  new DeviceLostError((await device.lost).message);

async function currentDevice(): Promise<GPUDevice | undefined> {
  if (tf.getBackend() !== 'webgpu') return undefined;
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const backend = tf.backend();
  return backend instanceof WebGPUBackend ? backend.device : undefined;
}
