/** @file The command line's page: the app's own workers without its interface, their messages led to Node. */
import type { Command, Event } from '../../worker/protocol.ts';
import { verifyRecording } from '../../worker/verifyClient.ts';
import type { ForwardedEvent } from './bridge.ts';

const forward = (event: ForwardedEvent) => void window.adasimReceive(event);

let trainer: Worker | undefined;

window.adasimSend = (command) => {
  trainer ??= spawnTrainer(command);
  trainer.postMessage(command);
};

function spawnTrainer({ runId }: Command): Worker {
  const worker = new Worker(new URL('../../worker/worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Event>) => {
    if (data.type !== 'gallery') forward(data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const message = `The training worker stopped: ${event.message || 'it could not be loaded'}.`;
    forward({ type: 'error', runId, message, fatal: true });
  });
  return worker;
}

window.adasimVerify = async (url, fileName, backend) => {
  const bytes = await (await fetch(url)).arrayBuffer();
  return verifyRecording({ fileName, bytes, backend });
};
