/** @file The worker that holds recordings against our own runs of them, all on one backend: one request, one answer. */
import { SafetensorsError } from '../formats/safetensors.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { DeviceLostError } from '../tensor/backendError.ts';
import { orLoss, watchDevice } from '../tensor/deviceWatch.ts';
import { setFusing } from '../tensor/kernels.ts';
import { readRecording } from '../training/verification/verifyFile.ts';
import type { Device } from '../protocol/device.ts';
import { explain } from './explain.ts';
import type { VerifyReply, VerifyRequest } from '../protocol/verification.ts';

addEventListener('message', ({ data }: MessageEvent<VerifyRequest>) => {
  void answer(data).then((reply) => {
    postMessage(reply);
  });
});

const advice = 'Check again, or choose another backend.';

/** The backend, set up for the first request. */
let ready: Promise<Device> | undefined;

async function answer({ fileName, bytes, backend, portable }: VerifyRequest): Promise<VerifyReply> {
  try {
    const verify = readRecording(new Uint8Array(bytes));
    const device = await (ready ??= setUpBackend(backend));
    setFusing(portable !== true);
    return { type: 'rows', device, rows: await orLoss(Promise.race([verify(), distrust()])) };
  } catch (error) {
    if (error instanceof SafetensorsError)
      return { type: 'unusable', message: `${fileName}: ${error.message}` };
    const lost = error instanceof DeviceLostError;
    return { type: 'failed', message: lost ? `${error.message} ${advice}` : explain(error, advice) };
  }
}

/** Rejects when the graphics device refuses a command or goes away, after which nothing it answers can be trusted. */
const distrust = (): Promise<never> =>
  new Promise((_, reject) => {
    void watchDevice(reject);
  });
