/** @file The end of whoever computes: a thread from the page. */
import type { LoanAnswer, LoanRequest } from './loan.ts';
import { newThread, type Thread } from './thread.ts';

/**
 * A thread whose one message is `task`. In a worker the page must lend it, by `lendThreads`; a page that computes itself
 * makes its own.
 */
export function borrowThread(task: unknown): Thread {
  if (typeof document !== 'undefined') return newThread(task);
  const { port1, port2 } = new MessageChannel();
  const ready = new Promise<void>((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<LoanAnswer>) => {
      if (data === null) resolve();
      else reject(new Error(data));
    };
  });
  const request: LoanRequest = { threadTask: task, port: port2 };
  self.postMessage(request, { transfer: [port2] });
  return { ready, end: () => port1.postMessage('end') };
}
