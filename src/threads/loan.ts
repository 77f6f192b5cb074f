/** @file What a computing worker and its page tell each other of a thread, beside the worker's own messages. */

/** From the worker: makes a thread of this task. */
export interface LoanRequest {
  threadTask: unknown;
  /** The page answers here, once; whatever comes back ends the thread. */
  port: MessagePort;
}

/** From the page: null where the thread is ready, else why it cannot start. */
export type LoanAnswer = string | null;

export const isLoanRequest = (message: unknown): message is LoanRequest =>
  typeof message === 'object' && message !== null && 'threadTask' in message;
