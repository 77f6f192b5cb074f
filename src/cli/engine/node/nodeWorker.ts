/** @file A worker of the app in a thread of Node, as the page would have it in the browser. */
import { Worker as NodeThread } from 'node:worker_threads';
import { dawnPackage } from './dawn.ts';

/** As much of a browser's worker as those who talk to one need. */
export interface WorkerPort<Told, Said> {
  postMessage: (message: Told, transfer?: Transferable[]) => void;
  terminate: () => void;
  onmessage: ((event: MessageEvent<Said>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** Starts the worker of the built script at `script`. */
export function nodeWorker<Told, Said>(script: string): WorkerPort<Told, Said> {
  const thread = new NodeThread(new URL('./scope.js', import.meta.url), {
    workerData: { script, dawn: dawnPackage },
  });
  // The types of Node's ports and of browsers' are two, where both are one thing.
  type Moved = NonNullable<Parameters<NodeThread['postMessage']>[1]>[number];
  const port: WorkerPort<Told, Said> = {
    postMessage: (message, transfer = []) => thread.postMessage(message, transfer as Moved[]),
    terminate: () => void thread.terminate(),
    onmessage: null,
    onerror: null,
    onmessageerror: null,
  };
  thread.on('message', (data: Said) => port.onmessage?.(new MessageEvent('message', { data })));
  thread.on('messageerror', () => port.onmessageerror?.(new MessageEvent('messageerror')));
  thread.on('error', (error) => {
    const event = new Event('error', { cancelable: true });
    port.onerror?.(Object.assign(event, { message: error.message }) as ErrorEvent);
  });
  return port;
}
