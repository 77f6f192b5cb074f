/** @file Which word is explained at the moment, and where it stands; one at a time. */
import { createStore } from 'zustand/vanilla';
import type { Word } from '../../glossary/meanings.ts';
import type { Page } from '../../store/page.ts';

/** A word of the glossary, whose meaning comes late, or what is told of a metric or a setting, which is there. */
export type Explained = Word | { label: string; help: string };

export interface ShownTerm {
  of: Explained;
  /** Where the word stands. */
  anchor: Element;
  /** Asked for by a press: it stays when the pointer leaves. */
  pinned: boolean;
}

/** Milliseconds that a pointer rests on a word before it is explained, and that it has to reach the explanation. */
const REST = 150;
const REACH = 250;

/** The id of the explanation, by which the word is described to screen readers. */
export const termTextId = 'term-text';

export type TermShowing = ReturnType<typeof createTermShowing>;

export function createTermShowing({ surroundings: { clock } }: Pick<Page, 'surroundings'>) {
  const store = createStore<{ shown: ShownTerm | null }>(() => ({ shown: null }));
  /** The word that the pointer is on, and whether its explanation was hidden: then it waits until the pointer comes anew. */
  let under: { anchor: Element; hidden: boolean } | null = null;
  let cancel = (): void => undefined;
  const later = (milliseconds: number, act: () => void): void => {
    cancel();
    cancel = clock.after(milliseconds, act);
  };
  const set = (shown: ShownTerm | null): void => {
    cancel();
    store.setState({ shown });
  };
  const shownAt = (anchor: Element) => {
    const { shown } = store.getState();
    return shown?.anchor === anchor ? shown : null;
  };
  return {
    store,
    /** The pointer moves on the word. */
    point: (anchor: Element, of: Explained): void => {
      if (under?.anchor !== anchor) under = { anchor, hidden: false };
      if (under.hidden) return;
      if (shownAt(anchor) === null) later(REST, () => set({ of, anchor, pinned: false }));
      else cancel();
    },
    /** The keyboard has come to the word. */
    focus: (anchor: Element, of: Explained): void => set({ of, anchor, pinned: false }),
    /** The word was pressed: explained until it is pressed again, or something else is. */
    press: (anchor: Element, of: Explained): void =>
      set(shownAt(anchor)?.pinned === true ? null : { of, anchor, pinned: true }),
    /** The pointer has left the word or the explanation; it may be on its way from one to the other. */
    leave: (): void => {
      under = null;
      if (store.getState().shown?.pinned === true) cancel();
      else later(REACH, () => set(null));
    },
    /** The pointer has reached the explanation. */
    stay: (): void => cancel(),
    hide: (): void => {
      if (under !== null) under.hidden = true;
      set(null);
    },
  };
}
