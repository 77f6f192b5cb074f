import { expect, it } from 'vitest';
import { estimateOf } from './statistics.ts';

it('estimates a mean and its standard error', () => {
  const estimate = estimateOf([1, 3, 5, 3, 3, 3, 3]);
  expect(estimate?.mean).toBe(3);
  expect(estimate?.standardError).toBeCloseTo(Math.sqrt(8 / 6 / 7), 12);
  expect(estimateOf([2, 2, 2])).toEqual({ mean: 2, standardError: 0, count: 3 });
});

it('gives one value no error, and no values nothing', () => {
  expect(estimateOf([0.4])).toEqual({ mean: 0.4, standardError: null, count: 1 });
  expect(estimateOf([])).toBeUndefined();
});
