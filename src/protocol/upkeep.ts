/**
 * @file What the training worker tells whoever keeps its run alive beyond the loss of a graphics device; nobody else
 * hears of it. Types only: it never leaves the browser.
 */
import type { ReplayedTuning } from './commands.ts';
import type { Event } from './events.ts';

/** A run between two of its steps, when all that was measured up to there had been told. */
export interface Snapshot {
  step: number;
  /** A checkpoint of each arm; null where it has stopped. */
  arms: readonly ({ bytes: ArrayBuffer; fileName: string } | null)[];
}

type Upkeep =
  | ({ type: 'snapshot' } & Snapshot)
  /** A command `tune` has been heeded, when so many steps were done. */
  | ({ type: 'tuned' } & ReplayedTuning)
  /** The worker can do nothing any more. The message is one sentence that says what happened. */
  | { type: 'deviceLost'; message: string };

export type WorkerEvent = Event | (Upkeep & { runId: string });
