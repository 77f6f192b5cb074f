/** @file The file on its way: from when it is chosen until a run begins from it, or it is refused. */
import { createStore } from 'zustand/vanilla';

/** A file that the person opened. */
export interface OpenedFile {
  name: string;
  bytes: ArrayBuffer;
}

export interface OpeningState {
  /** The name of the file that is being read. */
  reading: string | null;
  /** Read so far, and waiting until the person gives up the run before. */
  waiting: OpenedFile | null;
}

export const openingStore = createStore<OpeningState>(() => ({ reading: null, waiting: null }));
