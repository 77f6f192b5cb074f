import { describe, expect, it } from 'vitest';
import { placeAfter } from './gridKeys.ts';

const grid = { columns: 4, count: 12 };
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
    const short = { columns: 4, count: 10 };
    expect(placeAfter({ key: 'End', ctrlKey: false }, 8, short)).toBe(9);
    expect(placeAfter({ key: 'ArrowDown', ctrlKey: false }, 7, short)).toBeUndefined();
  });

  it('mean nothing here if they are others', () => {
    expect([after('Enter', 5), after('Tab', 5), after('toString', 5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
