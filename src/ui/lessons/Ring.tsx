/**
 * @file The ring around what a card points at: brought into sight once, and again by the card's own button; gone when the person turns to it. A rule of
 * a style sheet, so that it stays on what is drawn anew and touches nothing of it.
 */
import { useEffect, useState } from 'react';
import type { Anchor } from '../../lessons/anchor.ts';
import { usePage } from '../PageContext.ts';
import { selectorOf, wayToOverview } from './selectors.ts';
import { useLessons } from './useLessons.ts';

interface Props {
  anchor: Anchor;
  /** Whether the lesson lies over the lower half of the page. */
  sheet: boolean;
}

export function Ring({ anchor, sheet }: Props) {
  // What the button of the card does may move the page.
  const said = useLessons((state) => state.said);
  const { isCalm } = usePage().surroundings;
  const selector = selectorOf(anchor);
  const [left, setLeft] = useState(false);
  useEffect(() => {
    const turnedTo = ({ target }: Event) => {
      if (!(target instanceof Element) || target.closest(wayToOverview) !== null) return;
      if (target.closest(selector) !== null) setLeft(true);
    };
    const show = () => bringIntoSight(selector, sheet, isCalm());
    // What it points at may come later than the card.
    const watch = new MutationObserver(() => {
      if (show()) watch.disconnect();
    });
    if (!show()) watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('pointerdown', turnedTo);
    document.addEventListener('keydown', turnedTo);
    // What comes late above it would push it out of sight again, until the person scrolls or does something.
    const settling = new ResizeObserver(() => show());
    const main = document.querySelector('main');
    if (main !== null) settling.observe(main);
    const end = () => settling.disconnect();
    for (const one of own) addEventListener(one, end, { passive: true });
    return () => {
      for (const one of own) removeEventListener(one, end);
      end();
      watch.disconnect();
      document.removeEventListener('pointerdown', turnedTo);
      document.removeEventListener('keydown', turnedTo);
    };
  }, [selector, sheet, isCalm, said]);
  if (left) return null;
  return <style data-testid="ring" data-selector={selector}>{`:is(${selector}) { ${ring} }`}</style>;
}

/** What a person does to a page. */
const own = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

const ring =
  'outline: 3px solid var(--accent); outline-offset: 3px; box-shadow: 0 0 0 8px color-mix(in srgb, var(--accent) 18%, transparent);';

/** Of what stays at the top and at the bottom of the page, pixels. */
const BAR = 64;
const STATUS = 44;

/** Scrolls no further than it takes. Returns whether there is anything to show. */
function bringIntoSight(selector: string, sheet: boolean, calm: boolean): boolean {
  const found = document.querySelector(selector);
  if (found === null) return false;
  // What stays where it is, such as a button of the bar, is in sight.
  if (found.closest('.topbar, .bottom, .sidebar, dialog') !== null) {
    if (found.closest('.sidebar') !== null) found.scrollIntoView({ block: 'nearest' });
    return true;
  }
  const { top, bottom } = found.getBoundingClientRect();
  const lowest = sheet ? innerHeight / 2 : innerHeight - STATUS;
  const by = top < BAR || bottom - top > lowest - BAR ? top - BAR - 8 : Math.max(0, bottom + 8 - lowest);
  const inSight = top >= BAR && bottom <= lowest;
  if (!inSight && by !== 0) scrollBy({ top: by, behavior: calm ? 'auto' : 'smooth' });
  return true;
}
