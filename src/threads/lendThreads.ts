/**
 * @file The page's end: it makes the threads of its computing workers. A worker may make workers of its own, but in
 * Firefox those start only as its event loop gets to it, and some of them never.
 */
import { isLoanRequest, type LoanAnswer, type LoanRequest } from './loan.ts';
import { newThread, type Thread } from './thread.ts';

/**
 * Gives `worker` the threads that it asks for, and takes them back when it is terminated. To be called as soon as the
 * worker is made: whoever listens to it later hears nothing of this.
 */
export function lendThreads(worker: Worker): Worker {
  const lent = new Set<Thread>();
  worker.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!isLoanRequest(event.data)) return;
    event.stopImmediatePropagation();
    lent.add(lend(event.data));
  });
  const terminate = worker.terminate.bind(worker);
  worker.terminate = () => {
    terminate();
    for (const thread of lent) thread.end();
  };
  return worker;
}

function lend({ threadTask, port }: LoanRequest): Thread {
  const thread = newThread(threadTask);
  const answer = (problem: LoanAnswer) => port.postMessage(problem);
  thread.ready.then(
    () => answer(null),
    (error: unknown) => answer(error instanceof Error ? error.message : String(error)),
  );
  port.onmessage = thread.end;
  return thread;
}
