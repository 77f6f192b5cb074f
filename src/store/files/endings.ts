/** @file What would end a run with steps that are in no checkpoint waits until the person has decided. */
import { createStore } from 'zustand/vanilla';
import type { Ending } from '../run/ending.ts';
import type { Saving } from './saving.ts';

export interface EndingsState {
  /** What the person is asked about; null while there is no question. */
  asked: Ending | null;
}

export type Endings = ReturnType<typeof createEndings>;

export function createEndings(saving: Pick<Saving, 'hasUnsavedSteps' | 'saveUnsaved'>) {
  const store = createStore<EndingsState>(() => ({ asked: null }));
  return {
    store,
    /** Goes ahead at once where nothing is lost by it; else the person is asked, and the run goes on meanwhile. */
    request: (ending: Ending): void => {
      if (saving.hasUnsavedSteps()) store.setState({ asked: ending });
      else ending.go();
    },
    /** Gives up the run, or not. */
    decide: async (decision: 'save' | 'discard' | 'cancel'): Promise<void> => {
      const { asked } = store.getState();
      if (asked === null) return;
      const givenUp = decision === 'discard' || (decision === 'save' && (await saving.saveUnsaved()));
      // Cancelled while it was being saved.
      if (store.getState().asked !== asked) return;
      store.setState({ asked: null });
      if (givenUp) asked.go();
    },
  };
}
