/**
 * @file A worker of the app in a process of Node, as the page would have it in the browser. It is no thread of this
 * process: a thread that is ended while Dawn has something under way takes the whole process along.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dawnPackage } from './dawn.ts';

/** As much of a browser's worker as those who talk to one need. */
export interface WorkerPort<Told, Said> {
  /** What would be moved in a browser is copied. */
  postMessage: (message: Told) => void;
  terminate: () => void;
  onmessage: ((event: MessageEvent<Said>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

const scope = fileURLToPath(new URL('scope.js', import.meta.url));

/** Starts the worker of the built script at `script`. */
export function nodeWorker<Told extends object, Said>(script: string): WorkerPort<Told, Said> {
  const child = fork(scope, [script, dawnPackage], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const port: WorkerPort<Told, Said> = {
    postMessage: (message) => void child.send(message),
    terminate: () => {
      ended = true;
      child.kill('SIGKILL');
    },
    onmessage: null,
    onerror: null,
    onmessageerror: null,
  };
  let ended = false;
  let lastError = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastError = /^(?:\w*Error: )(.*)$/m.exec(text)?.[1] ?? lastError;
  });
  child.on('message', (data) => port.onmessage?.(new MessageEvent('message', { data: data as Said })));
  const fail = (message: string) => {
    if (ended) return;
    ended = true;
    const event = new Event('error', { cancelable: true });
    port.onerror?.(Object.assign(event, { message }) as ErrorEvent);
  };
  child.on('error', ({ message }) => fail(message));
  child.on('close', () => fail(lastError || 'its process ended'));
  return port;
}
