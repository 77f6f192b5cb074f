import { expect, it } from 'vitest';
import { placeBeside } from './placeBeside.ts';

const screen = { width: 390, height: 844 };
const size = { width: 300, height: 100 };
const word = (left: number, top: number) => ({ left, top, right: left + 50, bottom: top + 20 });

it.each([
  ['below its word', word(20, 100), { left: 20, top: 126 }],
  ['within the right edge', word(330, 100), { left: 82, top: 126 }],
  ['within the left edge', word(-20, 100), { left: 8, top: 126 }],
  ['above where there is no room below', word(20, 780), { left: 20, top: 674 }],
])('stands %s', (_, at, place) => {
  expect(placeBeside(at, size, screen)).toEqual(place);
});

it('stays on a screen that has room neither above nor below', () => {
  expect(placeBeside(word(20, 60), size, { width: 320, height: 150 })).toEqual({ left: 12, top: 42 });
});
