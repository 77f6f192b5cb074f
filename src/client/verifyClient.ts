/** @file The page's end of a verification: one recording on one backend, in a worker that ends with it. */
import type { VerifyReply, VerifyRequest } from '../protocol/verification.ts';

/** What a verification needs of a worker; a test hands in a scripted one. */
export interface VerifyPort {
  postMessage(request: VerifyRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<VerifyReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export interface VerifyOptions {
  /** Ends the worker; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  spawn?: () => VerifyPort;
}

const spawnWorker = (): VerifyPort =>
  new Worker(new URL('../worker/verifyWorker.ts', import.meta.url), { type: 'module', name: 'verification' });

/**
 * Holds a recording against our own run of it. Takes the request's bytes away from the caller. A worker that
 * dies, or never starts, is a reply of type `failed`.
 */
export async function verifyRecording(
  request: VerifyRequest,
  { signal, spawn = spawnWorker }: VerifyOptions = {},
): Promise<VerifyReply> {
  signal?.throwIfAborted();
  const worker = spawn();
  const ended = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const fail = (message: string) => resolve({ type: 'failed', message });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        fail(deathSentence(event));
      };
      worker.onmessageerror = () => fail('The answer of the verification’s worker could not be read.');
      signal?.addEventListener(
        'abort',
        () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason))),
        { signal: ended.signal },
      );
      worker.postMessage(request, [request.bytes]);
    });
  } finally {
    ended.abort();
    worker.terminate();
  }
}

/** A worker whose script does not load fires a plain `Event` without a message. */
function deathSentence({ message = '' }: Partial<ErrorEvent>): string {
  if (message === '') return 'The verification’s worker could not be loaded; check the connection.';
  return `The verification’s worker stopped: ${message.replace(/^Uncaught /, '').replace(/\.?$/, '.')}`;
}
