/** @file The file on its way: from when it is chosen until a run begins from it, or it is refused. */

export interface OpeningState {
  /** The name of the file that is being read. */
  reading: string | null;
}

export const nothingOpening: OpeningState = { reading: null };
