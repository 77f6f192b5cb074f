import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logScale } from './logScale.ts';

const ticksOf = (...values: number[]) =>
  logScale(values).ticks.map((tick) => Number((10 ** tick).toPrecision(6)));

it('has even ticks for values that lie close together', () => {
  expect(ticksOf(4.1, 5.4)).toEqual([4, 4.5, 5, 5.5]);
  expect(logScale([4.1, 5.4]).decimals).toBe(1);
});

it('has 1, 2 and 5 times the powers of ten, or these alone where there are many', () => {
  expect(ticksOf(0.3, 7)).toEqual([0.2, 0.5, 1, 2, 5, 10]);
  expect(ticksOf(0.0003, 7)).toEqual([0.001, 0.01, 0.1, 1, 10]);
});

it('covers any positive values with rising ticks', () => {
  const value = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const { low, high, ticks } = logScale(values);
      expect(low).toBeLessThanOrEqual(Math.log10(Math.min(...values)) + 1e-6);
      expect(high).toBeGreaterThanOrEqual(Math.log10(Math.max(...values)) - 1e-6);
      expect(high).toBeGreaterThan(low);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(15);
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    }),
  );
});
