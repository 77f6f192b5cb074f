import { describe, expect, it } from 'vitest';
import { placeAfter } from './gridKeys.ts';

const grid = [4, 4, 4];
const after = (key: string, place: number, ctrlKey = false) => placeAfter({ key, ctrlKey }, place, grid);

describe('keys among pictures in rows', () => {
  it('lead to the picture beside, above and below', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => after(key, 5))).toEqual([
      4, 6, 1, 9,
    ]);
  });

  it('lead nowhere beyond the edges', () => {
    expect([
      after('ArrowLeft', 4),
      after('ArrowRight', 7),
      after('ArrowUp', 3),
      after('ArrowDown', 8),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('lead to the ends of the row, and with Ctrl of all rows', () => {
    expect([after('Home', 6), after('End', 6), after('Home', 6, true), after('End', 6, true)]).toEqual([
      4, 7, 0, 11,
    ]);
  });

  it('stay within a last row that is short', () => {
    const short = [4, 4, 2];
    expect(placeAfter({ key: 'End', ctrlKey: false }, 8, short)).toBe(9);
    expect(placeAfter({ key: 'ArrowRight', ctrlKey: false }, 9, short)).toBeUndefined();
    expect(placeAfter({ key: 'ArrowDown', ctrlKey: false }, 7, short)).toBe(9);
  });

  it('keep to the column where rows above are shorter, and pass over one without pictures', () => {
    // Places: 0–3, 4–5, none, 6–9.
    const uneven = [4, 2, 0, 4];
    const to = (key: string, place: number, ctrlKey = false) => placeAfter({ key, ctrlKey }, place, uneven);
    expect([to('ArrowDown', 1), to('ArrowDown', 3), to('ArrowDown', 5)]).toEqual([5, 5, 7]);
    expect([to('ArrowUp', 7), to('ArrowUp', 9), to('ArrowUp', 5)]).toEqual([5, 5, 1]);
    expect([to('ArrowRight', 5), to('ArrowLeft', 6), to('ArrowDown', 9)]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
    expect([to('Home', 8), to('End', 4), to('End', 0, true)]).toEqual([6, 5, 9]);
  });

  it('mean nothing here if they are others', () => {
    expect([after('Enter', 5), after('Tab', 5), after('toString', 5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
