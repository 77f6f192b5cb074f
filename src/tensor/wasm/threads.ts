/** @file The pool of helper threads. They sleep in WebAssembly and are woken through shared memory, not messages. */
import { borrowThread } from '../../threads/borrowThread.ts';
import type { Thread } from '../../threads/thread.ts';
import type { HelperStart } from './threadWorker.ts';

/** More threads than this have nothing to do on models of this size. */
const MOST_THREADS = 16;

/** How many threads to compute on, the calling one included, where at most `most` are to be taken. */
export const usefulThreads = (most = MOST_THREADS): number =>
  Math.max(1, Math.min(MOST_THREADS, most, navigator.hardwareConcurrency));

/** Milliseconds after which a thread is not waited for any longer. It takes a tenth of a second on an idle machine. */
const LIMIT = 60_000;

/** How helpers are started; a test has its own. */
export interface HelperSource {
  borrow: (task: HelperStart) => Thread;
  /** Milliseconds. */
  limit: number;
}

/**
 * Starts `count` helpers. Those that do not start, or take longer than {@link LIMIT}, are given up, with those of higher
 * numbers: fewer compute the same.
 *
 * @returns how many there are
 */
export async function startHelpers(
  count: number,
  shared: Omit<HelperStart, 'thread'>,
  { borrow, limit }: HelperSource = { borrow: borrowThread, limit: LIMIT },
): Promise<number> {
  const threads = Array.from({ length: count }, (_, index) => borrow({ ...shared, thread: index + 1 }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It takes too long.')), limit);
  });
  const outcomes = await Promise.allSettled(threads.map(({ ready }) => Promise.race([ready, late])));
  clearTimeout(timer);
  const failed = outcomes.findIndex(({ status }) => status === 'rejected');
  if (failed < 0) return count;
  for (const thread of threads.slice(failed)) thread.end();
  return failed;
}
