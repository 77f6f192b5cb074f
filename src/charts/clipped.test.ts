import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clipped, indexFrom } from './clipped.ts';
import type { Curve } from './curves.ts';

const curve = (...points: [x: number, y: number | null][]): Curve => ({
  length: points.length,
  step: (index) => 10 * (points[index]?.[0] ?? NaN),
  x: (index) => points[index]?.[0] ?? NaN,
  y: (index) => points[index]?.[1] ?? null,
});

const pointsOf = ({ length, x, y, step }: Curve) =>
  Array.from({ length }, (_, index) => [x(index), y(index), step(index)]);

const line = curve([0, 0], [1, 10], [2, 0], [3, 6]);

it('has what lies within, and a point where the line crosses either end', () => {
  expect(pointsOf(clipped(line, { from: 0.5, to: 2.5 }))).toEqual([
    [0.5, 5, 5],
    [1, 10, 10],
    [2, 0, 20],
    [2.5, 3, 25],
  ]);
});

it('has points at its ends once', () => {
  expect(pointsOf(clipped(line, { from: 1, to: 2 }))).toEqual([
    [1, 10, 10],
    [2, 0, 20],
  ]);
});

it('crosses a range in which no point lies', () => {
  expect(pointsOf(clipped(line, { from: 0.2, to: 0.4 }))).toEqual([
    [0.2, 2, 2],
    [0.4, 4, 4],
  ]);
});

it('is all of a curve that lies within, and nothing of one that ends before', () => {
  expect(pointsOf(clipped(line, { from: -1, to: 9 }))).toEqual(pointsOf(line));
  expect(pointsOf(clipped(line, { from: 4, to: 9 }))).toEqual([]);
  expect(pointsOf(clipped(curve(), { from: 0, to: 1 }))).toEqual([]);
});

it('knows no value where the line goes from or to none', () => {
  expect(pointsOf(clipped(curve([0, 1], [1, null], [2, 3]), { from: 0.5, to: 1.5 }))).toEqual([
    [0.5, null, 5],
    [1, null, 10],
    [1.5, null, 15],
  ]);
});

it('keeps every point within any range, in order, and adds none but at its ends', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 20 }),
      fc.double({ min: 0, max: 40, noNaN: true }),
      fc.double({ min: 0.01, max: 40, noNaN: true }),
      (places, from, size) => {
        const sorted = places.toSorted((a, b) => a - b);
        const to = from + size;
        const part = clipped(curve(...sorted.map((x): [number, number] => [x, x])), { from, to });
        const found = pointsOf(part).map(([x]) => x ?? NaN);
        expect(found.filter((x) => sorted.includes(x))).toEqual(sorted.filter((x) => x >= from && x <= to));
        for (const x of found) expect(sorted.includes(x) || x === from || x === to).toBe(true);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
      },
    ),
  );
});

it('finds the first point from a bound on', () => {
  expect([-1, 0, 0.5, 3, 3.5].map((bound) => indexFrom(line, bound))).toEqual([0, 0, 1, 3, 4]);
});
