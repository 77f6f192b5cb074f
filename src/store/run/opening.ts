/** @file The file on its way: from when it is chosen until a run begins from it, or it is refused. */
import type { OpenedFile } from '../experiment/experimentState.ts';

export interface OpeningState {
  /** The name of the file that is being read. */
  reading: string | null;
  /** Read so far, and waiting until the person gives up the run before. */
  waiting: OpenedFile | null;
}

export const nothingOpening: OpeningState = { reading: null, waiting: null };
