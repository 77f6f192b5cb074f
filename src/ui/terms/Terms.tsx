/** @file The explanation of the word that was asked for; its code and the glossary come with the first. */
import { useStore } from 'zustand';
import { usePage } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { createTermShowing } from './shownTerm.ts';

const TermPopover = late({
  name: 'What the word means',
  load: () => import('./TermPopover.tsx'),
  place: (trouble) => <div className="term-trouble">{trouble}</div>,
});

export function Terms() {
  const { store } = usePage().part(createTermShowing);
  const shown = useStore(store, (state) => state.shown);
  return shown !== null && <TermPopover {...shown} />;
}
