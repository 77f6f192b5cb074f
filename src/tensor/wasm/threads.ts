/** @file The pool of helper threads. They sleep in WebAssembly and are woken through shared memory, not messages. */
import type { HelperStart } from './threadWorker.ts';

/** More threads than this have nothing to do on models of this size. */
const MOST_THREADS = 16;

/** How many threads to compute on, the calling one included, where at most `most` are to be taken. */
export const usefulThreads = (most = MOST_THREADS): number =>
  Math.max(1, Math.min(MOST_THREADS, most, navigator.hardwareConcurrency));

/** Starts `count` helpers; resolves when all are ready, and throws when one cannot start. */
export async function startHelpers(count: number, shared: Omit<HelperStart, 'thread'>): Promise<Worker[]> {
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./threadWorker.ts', import.meta.url), { type: 'module' }),
  );
  try {
    await Promise.all(workers.map((worker, index) => startHelper(worker, { ...shared, thread: index + 1 })));
  } catch (error) {
    for (const worker of workers) worker.terminate();
    throw error;
  }
  return workers;
}

function startHelper(worker: Worker, start: HelperStart): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => reject(new Error(`A WASM thread could not start: ${event.message}`));
    worker.postMessage(start);
  });
}
