/** @file ← and → go through the parts, Escape leaves: wherever no other thing on the page wants these keys. */
import { useEffect } from 'react';
import type { SlowMotion } from '../../../store/slowMotion/slowMotion.ts';

/** What has a use of its own for them. */
const TAKEN = 'input:not([type=checkbox]), select, textarea, [role=menu], [role=slider], [role=grid], canvas';

/** Whether the key was pressed in the diagram, or nowhere in particular. */
function isOurs({ target, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented || document.querySelector('dialog[open]') !== null) return false;
  if (!(target instanceof Element) || target === document.body) return true;
  return target.closest('.diagram, .topbar, .bottom') !== null && target.closest(TAKEN) === null;
}

export function useWalkKeys({ next, back, leave }: SlowMotion): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const act = { ArrowRight: next, ArrowLeft: back, Escape: leave }[key];
      if (act === undefined || ctrlKey || metaKey || altKey || !isOurs(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [next, back, leave]);
}
