/** @file One tab stop for many pictures: the arrow keys lead from one to the next. */
import { useState, type KeyboardEvent } from 'react';
import { placeAfter } from './gridKeys.ts';

/**
 * @param rows buttons in each row; where the tab stop was on one that is no more, the last has it
 * @returns for the element around the buttons its handler of keys, and for each button, by its place row by row,
 * what makes it the tab stop or not
 */
export function useGridFocus(rows: readonly number[]) {
  const [chosen, setChosen] = useState(0);
  const stop = Math.min(chosen, rows.reduce((sum, length) => sum + length, 0) - 1);
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const buttons = [...event.currentTarget.querySelectorAll('button')];
      const place = buttons.findIndex((button) => button === event.target);
      if (place < 0) return;
      const next = placeAfter(event, place, rows);
      if (next === undefined) return;
      event.preventDefault();
      buttons[next]?.focus();
    },
    ofButton: (place: number) => ({
      tabIndex: place === stop ? 0 : -1,
      onFocus: () => {
        setChosen(place);
      },
    }),
  };
}

export type ButtonFocus = ReturnType<ReturnType<typeof useGridFocus>['ofButton']>;
