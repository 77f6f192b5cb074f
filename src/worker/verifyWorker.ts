/** @file The worker that holds a recording against our own run of it: one request, one answer. */
import { SafetensorsError } from '../formats/safetensors.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { readRecording } from '../training/verification/verifyFile.ts';
import { explain } from './explain.ts';
import type { VerifyReply, VerifyRequest } from './verifyProtocol.ts';

addEventListener('message', ({ data }: MessageEvent<VerifyRequest>) => {
  void answer(data).then((reply) => {
    postMessage(reply);
  });
});

async function answer({ fileName, bytes, backend }: VerifyRequest): Promise<VerifyReply> {
  try {
    const verify = readRecording(new Uint8Array(bytes));
    const device = await setUpBackend(backend);
    return { type: 'rows', device, rows: await verify() };
  } catch (error) {
    if (error instanceof SafetensorsError) return { type: 'unusable', message: `${fileName}: ${error.message}` };
    return { type: 'failed', message: explain(error) };
  }
}
