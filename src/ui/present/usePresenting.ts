/** @file The keys of somebody who stands before a class: arrows and a clicker's Page keys turn, Escape leaves. */
import { useEffect, useEffectEvent } from 'react';
import { usePage } from '../PageContext.ts';

const turns: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  PageDown: 1,
  ArrowLeft: -1,
  PageUp: -1,
};

/** What takes these keys for itself. */
const taken = 'input, select, textarea, [role=menu], [role=radiogroup], .gallery-rows, dialog';

/** @param go undefined where there is nothing to turn */
export function usePresenting(go: ((by: 1 | -1) => void) | undefined): void {
  const { project } = usePage().presentation;
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || document.querySelector('dialog[open]') !== null) return;
    if (target instanceof Element && target.closest(taken) !== null) return;
    const by = turns[key];
    if (key === 'Escape') project(false);
    else if (by !== undefined && go !== undefined) go(by);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
