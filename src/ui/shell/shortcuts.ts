/** @file Single-key shortcuts, off while typing and on request. */
import { useLayoutEffect } from 'react';
import type { Page } from '../../store/page.ts';
import { emptyAlbum } from '../../store/run/album.ts';
import { armLookedAt } from '../../store/view/lookedAt.ts';
import type { Hideable, Lockable } from '../../store/view/presentation.ts';
import { usePage } from '../PageContext.ts';
import { signOf } from './keys.ts';
import { pickFile } from './pickFile.ts';

export interface Shortcut {
  /** What {@link signOf} calls it. */
  key: string;
  /** As printed in the help. */
  name: string;
  does: string;
  run: (page: Page) => void;
  /** What whoever shared the page may have locked, or hidden, and the key with it. */
  lock?: Lockable;
  hide?: Hideable;
}

/** Moves the gallery by one epoch; at the newest it follows the run again. */
function turn({ run, view }: Page, by: 1 | -1): void {
  const looking = view.store.getState();
  const { moments } = armLookedAt(run.store.getState(), looking)?.album ?? emptyAlbum;
  const newest = moments.length - 1;
  const now = looking.moment ?? newest;
  const next = Math.max(0, now + by);
  view.showMoment(next >= newest ? null : next);
}

export const shortcuts: readonly Shortcut[] = [
  { key: ' ', name: 'Space', does: 'play or pause', run: ({ run }) => run.togglePlay() },
  { key: 's', name: 'S', does: 'one step', run: ({ run }) => run.step() },
  {
    key: 'm',
    name: 'M',
    does: 'slow motion: a step in its parts; then ← and → or S go through them, Escape leaves',
    run: ({ view }) => view.showSlowMotion(!view.store.getState().slowMotion),
  },
  { key: 'r', name: 'R', does: 'reset: begin again with the same seed', run: ({ run }) => run.reset() },
  { key: 'n', name: 'N', does: 'new seed', run: ({ run }) => run.newSeed(), lock: 'seed' },
  {
    key: 'o',
    name: 'O',
    does: 'open a file; dropping it on the page does too',
    run: ({ opener }) => pickFile(opener.openFiles),
    hide: 'files',
  },
  {
    key: ',',
    name: ',',
    does: 'settings',
    run: ({ view }) => view.toggleSettings(),
    hide: 'settings',
  },
  { key: 'l', name: 'L', does: 'lessons', run: ({ presentation }) => presentation.toggleLessons() },
  {
    key: 'p',
    name: 'P',
    does: 'projector mode: large type, thick lines; Escape leaves it',
    run: ({ presentation }) => presentation.project(!presentation.store.getState().projector),
  },
  { key: '[', name: '[', does: 'gallery: an epoch back', run: (page) => turn(page, -1) },
  { key: ']', name: ']', does: 'gallery: an epoch on', run: (page) => turn(page, 1) },
  { key: 't', name: 'T', does: 'theme: system, light, dark', run: ({ view }) => view.nextTheme() },
  { key: '?', name: '?', does: 'this help', run: ({ view }) => view.openDialog('help') },
];

/** Keys that a focused control needs for itself. */
function isTaken(target: EventTarget | null, sign: string): boolean {
  // What is behind an open dialog is out of reach, wherever the focus has gone.
  if (document.querySelector('dialog[open]') !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest('[role=menu]') !== null) return true;
  if (target.matches('input:not([type=checkbox], [type=radio], [type=range]), select, textarea')) return true;
  return sign === ' ' && target.matches('button, input, a, summary');
}

function isWithheld({ lock, hide }: Shortcut, { presentation }: Page): boolean {
  const { locked, hidden } = presentation.store.getState();
  return (lock !== undefined && locked.includes(lock)) || (hide !== undefined && hidden.includes(hide));
}

export function useShortcuts(): void {
  const page = usePage();
  // With the page's first commit: an effect would listen only after the paint, and miss a key pressed at once.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.isComposing) return;
      const sign = signOf(event);
      const shortcut = shortcuts.find(({ key }) => key === sign);
      if (shortcut === undefined || !page.view.store.getState().shortcuts) return;
      if (isTaken(event.target, shortcut.key) || isWithheld(shortcut, page)) return;
      event.preventDefault();
      shortcut.run(page);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [page]);
}
