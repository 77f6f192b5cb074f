/** @file The command line's page: the app's own workers without its interface, their messages led to Node. */
import type { Command } from '../../../protocol/commands.ts';
import type { Event } from '../../../protocol/events.ts';
import { lastingWorker, type Port } from '../../../client/lastingWorker.ts';
import { createVerifier } from '../../../client/verifyClient.ts';
import { lendThreads } from '../../../threads/lendThreads.ts';
import type { ForwardedEvent, SeenEvent } from './bridge.ts';

const forward = (event: ForwardedEvent) => void window.adasimReceive(event);

let trainer: Port<Event> | undefined;

window.adasimSend = async (command, checkpointUrl) => {
  trainer ??= spawnTrainer(command);
  if (command.type === 'start' && checkpointUrl !== undefined)
    trainer.postMessage({ ...command, checkpoint: await fetchBytes(checkpointUrl) });
  else trainer.postMessage(command);
};

const spawnWorker = () =>
  lendThreads(new Worker(new URL('../../../worker/worker.ts', import.meta.url), { type: 'module' }));

function spawnTrainer({ runId }: Command): Port<Event> {
  const worker = lastingWorker(spawnWorker);
  worker.onmessage = ({ data }) => {
    if (isSeen(data)) void window.adasimSee?.(withoutPictures(data));
    else if (data.type === 'exported') forward(downloaded(data));
    else forward(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const message = `The training worker stopped: ${event.message || 'it could not be loaded'}.`;
    forward({ type: 'error', runId, message, fatal: true });
  };
  return worker;
}

const seen: readonly Event['type'][] = ['gallery', 'inspected', 'map', 'mapAtlas'];
const isSeen = (event: Event): event is SeenEvent => seen.includes(event.type);

/** A map's pictures are many, and those of its galleries enough. */
const withoutPictures = (event: SeenEvent): SeenEvent =>
  event.type === 'mapAtlas'
    ? { ...event, atlas: { ...event.atlas, pictures: new Uint8ClampedArray() } }
    : event;

/** Node takes the file from the browser's downloads. */
function downloaded({ bytes, ...event }: Extract<Event, { type: 'exported' }>): ForwardedEvent {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = event.fileName;
  link.click();
  return event;
}

const fetchBytes = async (url: string): Promise<ArrayBuffer> => (await fetch(url)).arrayBuffer();

/** For as long as the page is there. */
const verifier = createVerifier();
window.adasimVerify = async (url, request) => verifier.verify({ ...request, bytes: await fetchBytes(url) });
