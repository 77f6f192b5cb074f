/** @file The page's end of verifications: recordings on backends, each backend in a worker of its own. */
import type { BackendName } from '../protocol/device.ts';
import type { VerifyReply, VerifyRequest } from '../protocol/verification.ts';
import { lendThreads } from '../threads/lendThreads.ts';

/** What a verification needs of a worker; a test hands in a scripted one. */
export interface VerifyPort {
  postMessage(request: VerifyRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<VerifyReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** Holds recordings against our own runs of them, one at a time. */
export interface Verifier {
  /**
   * Takes the request's bytes away from the caller. A worker that dies, or never starts, is a reply of type `failed`.
   *
   * @param signal ends the worker; the promise then rejects with the signal's reason
   */
  verify(request: VerifyRequest, signal?: AbortSignal): Promise<VerifyReply>;
  /** Ends the workers. */
  end(): void;
}

const spawnWorker = (): VerifyPort =>
  lendThreads(
    new Worker(new URL('../worker/verifyWorker.ts', import.meta.url), {
      type: 'module',
      name: 'verification',
    }),
  );

/**
 * A verifier with a worker for each backend, which keeps what it has set up and compiled for the next recording. One
 * that failed is not asked again.
 */
export function createVerifier(spawn: () => VerifyPort = spawnWorker): Verifier {
  const workers = new Map<BackendName, VerifyPort>();

  const workerFor = (backend: BackendName): VerifyPort => {
    const worker = workers.get(backend) ?? spawn();
    workers.set(backend, worker);
    return worker;
  };

  const forget = (backend: BackendName): void => {
    workers.get(backend)?.terminate();
    workers.delete(backend);
  };

  return {
    verify: async (request, signal) => {
      signal?.throwIfAborted();
      const { backend } = request;
      try {
        const reply = await answerOf(workerFor(backend), request, signal);
        if (reply.type === 'failed') forget(backend);
        return reply;
      } catch (error) {
        forget(backend);
        throw error;
      }
    },
    end: () => {
      for (const backend of workers.keys()) forget(backend);
    },
  };
}

async function answerOf(
  worker: VerifyPort,
  request: VerifyRequest,
  signal: AbortSignal | undefined,
): Promise<VerifyReply> {
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
  }
}

/** A worker whose script does not load fires a plain `Event` without a message. */
function deathSentence({ message = '' }: Partial<ErrorEvent>): string {
  if (message === '') return 'The verification’s worker could not be loaded; check the connection.';
  return `The verification’s worker stopped: ${message.replace(/^Uncaught /, '').replace(/\.?$/, '.')}`;
}
