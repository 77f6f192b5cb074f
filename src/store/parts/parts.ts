/** @file Finds out why a part of the app did not come, and tells the person what becomes of what it was wanted for. */
import { createStore } from 'zustand/vanilla';
import type { Notices } from '../run/notices.ts';
import { PartError, remedy, type Absence } from './part.ts';

export interface PartsState {
  /** Of the part that failed last; null until it is known, and where none has failed. */
  absence: Absence | null;
}

export interface PartsNeeds {
  fetch: typeof fetch;
  /** The address of the page. */
  baseUrl: () => string;
  /** The file of this build that its page begins with: another build has another. */
  entry: () => string;
  notify: Notices['notify'];
  /** Reloads the page, once the person has agreed to what that gives up. */
  reload: () => void;
}

export type Parts = ReturnType<typeof createParts>;

export function createParts({ fetch, baseUrl, entry, notify, reload }: PartsNeeds) {
  const store = createStore<PartsState>(() => ({ absence: null }));
  let looking: Promise<Absence> | undefined;

  const ask = async (): Promise<Absence> => {
    try {
      const response = await fetch(baseUrl(), { cache: 'no-store' });
      const page = await response.text();
      // A captive portal answers for everyone, with a page of its own.
      if (!response.ok || !page.includes('id="root"')) return 'unreachable';
      return page.includes(entry()) ? 'withheld' : 'updated';
    } catch {
      return 'unreachable';
    }
  };

  /** Looks why a part has failed just now. Several that fail at once have one reason. */
  const look = async (): Promise<Absence> => {
    looking ??= ask().finally(() => (looking = undefined));
    const absence = await looking;
    store.setState({ absence });
    return absence;
  };

  return {
    store,
    look,
    reload,
    /**
     * Does what needs a part. Where that does not come, a notice says what was not done, and offers what helps.
     * @param undone a sentence: "The file was not opened."
     * @returns undefined where it was not done
     */
    attempt: async <Done>(undone: string, act: () => Promise<Done>): Promise<Done | undefined> => {
      const tell = async (): Promise<void> => {
        const absence = await look();
        const offer =
          absence === 'updated'
            ? { does: 'Reload', act: reload }
            : { does: 'Try again', act: () => void go() };
        const why = `A part of the app that it needs could not be loaded. ${remedy[absence]}`;
        notify('error', `${undone} ${why}`, offer);
      };
      const go = async (): Promise<Done | undefined> => {
        try {
          return await act();
        } catch (error) {
          if (!(error instanceof PartError)) throw error;
          void tell();
          return undefined;
        }
      };
      return go();
    },
  };
}
