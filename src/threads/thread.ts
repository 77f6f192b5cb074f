/** @file A thread: a worker that is told one thing, answers once when it is ready, and works until it is ended. */

export interface Thread {
  /** Resolves when it is ready; rejects, in a sentence, when it cannot start. Some browsers let it do neither. */
  ready: Promise<void>;
  end: () => void;
}

/** A thread of the calling page's own, whose one message is `task`. */
export function newThread(task: unknown): Thread {
  const worker = new Worker(new URL('../tensor/wasm/threadWorker.ts', import.meta.url), { type: 'module' });
  const ready = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`A thread could not start: ${event.message || 'its script could not be loaded'}.`));
    };
    worker.onmessageerror = () => reject(new Error('A thread could not start: its answer was unreadable.'));
  });
  worker.postMessage(task);
  return { ready, end: () => worker.terminate() };
}
