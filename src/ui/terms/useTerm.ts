/** @file What makes an element a word that is explained where it stands: on hover, on focus, on touch. */
import type { FocusEvent, KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { usePage } from '../PageContext.ts';
import { createTermShowing, termTextId, type Explained } from './shownTerm.ts';

type Anchor = HTMLElement | SVGElement;

/** Props of the element; whatever it is, it can be focused and is called a button. */
export function useTerm(of: Explained) {
  const { store, point, focus, press, leave, hide } = usePage().part(createTermShowing);
  const own = useRef<Anchor | null>(null);
  const shown = useStore(store, (state) => state.shown !== null && state.shown.anchor === own.current);
  return {
    ref: (anchor: Anchor | null) => {
      own.current = anchor;
    },
    'aria-describedby': shown ? termTextId : undefined,
    // Not where it enters: React misses that when what was under the pointer has gone, as an explanation does by Escape.
    onPointerMove: ({ pointerType, currentTarget }: PointerEvent<Anchor>) => {
      // A finger that touches is one that presses.
      if (pointerType !== 'touch') point(currentTarget, of);
    },
    onPointerLeave: ({ pointerType }: PointerEvent<Anchor>) => {
      if (pointerType !== 'touch') leave();
    },
    onFocus: ({ currentTarget }: FocusEvent<Anchor>) => {
      if (currentTarget.matches(':focus-visible')) focus(currentTarget, of);
    },
    onBlur: ({ relatedTarget }: FocusEvent<Anchor>) => {
      // Where focus goes nowhere, a press decides; what tells of trouble is there to be pressed.
      const leaves = relatedTarget instanceof Element && relatedTarget.closest('.term-trouble') === null;
      if (shown && leaves) hide();
    },
    onClick: (event: MouseEvent<Anchor>) => {
      // In the summary of what opens, or in a label, the word alone is pressed.
      event.preventDefault();
      event.stopPropagation();
      press(event.currentTarget, of);
    },
    onKeyDown: (event: KeyboardEvent<Anchor>) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      // Neither starts the run, nor scrolls the page.
      event.preventDefault();
      event.stopPropagation();
      press(event.currentTarget, of);
    },
  };
}
