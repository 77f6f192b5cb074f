import { expect, it } from 'vitest';
import { holds } from './latch.ts';

const latch = { on: 2, off: 1, inARow: 2 };

it.each([
  ['begins after so many in a row', [3, 3], true],
  ['and not before', [3], false],
  ['nor where one between was not above', [3, 2, 3], false],
  ['goes on between the bounds', [3, 3, 1.5, 1.5, 1.5], true],
  ['and through one below', [3, 3, 0, 1.5], true],
  ['ends after so many below', [3, 3, 0, 0], false],
  ['and begins again', [3, 3, 0, 0, 3, 3], true],
  ['is not begun by what is not above', [2, 2, 2], false],
  ['begins with what has no bound', [Infinity, Infinity], true],
  ['holds of nothing', [], false],
])('%s: %j', (_, values, expected) => {
  expect(holds(values, latch)).toBe(expected);
});

it('begins at once where it is sure', () => {
  expect(holds([5], { ...latch, sure: 4 })).toBe(true);
  expect(holds([4], { ...latch, sure: 4 })).toBe(false);
  expect(holds([5, 0, 5], { ...latch, sure: 4 })).toBe(true);
});
