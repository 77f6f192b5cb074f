/** @file The messages between a page and the worker that holds recordings against our own run. Types only. */
import type { BackendName, BackendReport } from '../tensor/backend.ts';
import type { CheckRow } from '../training/verification/comparison.ts';

export type { BackendName, CheckRow };

/** One recording on one backend. A worker answers one request; the next has a worker of its own. */
export interface VerifyRequest {
  /** For messages; the format is told from the content. */
  fileName: string;
  bytes: ArrayBuffer;
  backend: BackendName;
  /** Through TensorFlow.js's own ops instead of our kernels, where there are any. */
  portable?: boolean;
}

export type VerifyReply =
  | { type: 'rows'; device: BackendReport; rows: CheckRow[] }
  /** The file cannot be used, in one sentence for the person. */
  | { type: 'unusable'; message: string }
  /** The file is fine; the backend is missing or gave up. */
  | { type: 'failed'; message: string };
