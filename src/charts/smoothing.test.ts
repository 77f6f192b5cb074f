import { expect, it } from 'vitest';
import type { Curve } from './curves.ts';
import { trailingMean } from './smoothing.ts';

const curve = (...values: (number | null)[]): Curve => ({
  length: values.length,
  step: (index) => index,
  x: (index) => index / 4,
  y: (index) => values[index] ?? null,
});

const meansOf = (of: Curve, count: number) => {
  const { length, x, y } = trailingMean(of, count);
  return {
    x: Array.from({ length }, (_, index) => x(index)),
    y: Array.from({ length }, (_, index) => y(index)),
  };
};

it('is the mean of a point and those before it', () => {
  expect(meansOf(curve(4, 2, 6, 1), 2)).toEqual({ x: [0, 0.25, 0.5, 0.75], y: [4, 3, 4, 3.5] });
  expect(meansOf(curve(4, 2, 6, 0), 100).y).toEqual([4, 3, 4, 3]);
  expect(meansOf(curve(4, 2, 6, 1), 1).y).toEqual([4, 2, 6, 1]);
});

it('counts no value for none, and has none there', () => {
  expect(meansOf(curve(4, null, 6, NaN, 3), 3).y).toEqual([4, null, 5, null, 4.5]);
});
