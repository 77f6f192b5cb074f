import { expect, it } from 'vitest';
import type { Curve } from './curves.ts';
import { besideOf, readingAt } from './reading.ts';

const line = (...points: [x: number, y: number | null][]): { curve: Curve } => ({
  curve: {
    length: points.length,
    step: (index) => 10 * (points[index]?.[0] ?? NaN),
    x: (index) => points[index]?.[0] ?? NaN,
    y: (index) => points[index]?.[1] ?? null,
  },
});

const lines = [line([0, 1], [1, 2], [2, 3]), line([0, 4], [1, 5]), line([0, 6], [1, null], [2, 7])];

it('reads all lines at the nearest point, and none at another', () => {
  expect(readingAt(lines, 0.4)).toEqual({ x: 0, step: 0, values: [1, 4, 6] });
  expect(readingAt(lines, 0.6)).toEqual({ x: 1, step: 10, values: [2, 5, null] });
  expect(readingAt(lines, 99)).toEqual({ x: 2, step: 20, values: [3, null, 7] });
});

it('goes by a point without a value, and says nothing where there is none', () => {
  expect(readingAt([line([0, 1], [1, null], [2, 3])], 1.1)?.x).toBe(2);
  expect(readingAt([line()], 1)).toBeUndefined();
  expect(readingAt([], 1)).toBeUndefined();
});

it('goes from point to point, as far as there are some', () => {
  expect(besideOf(lines, 0.9, 1)).toBe(2);
  expect(besideOf(lines, 0.9, -1)).toBe(0);
  expect(besideOf(lines, 2, 10)).toBe(2);
  expect(besideOf([line()], 0.3, 1)).toBe(0.3);
});
