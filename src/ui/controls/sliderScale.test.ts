import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positionOf, sliderRange, valueAtPosition } from './sliderScale.ts';

const lr = { min: 1e-4, max: 0.1, step: 1e-4, scale: 'log' } as const;
const batch = { min: 8, max: 256, step: 1, scale: 'doubling' } as const;

it('steps through powers of two where values double', () => {
  expect(sliderRange(batch)).toEqual({ min: 3, max: 8, step: 1 });
  expect([3, 4, 8].map((position) => valueAtPosition(batch, position))).toEqual([8, 16, 256]);
});

it('ends at the most, power of two or not', () => {
  const images = { ...batch, min: 128, max: 6600 };
  expect(sliderRange(images)).toEqual({ min: 7, max: 13, step: 1 });
  expect([12, 13].map((position) => valueAtPosition(images, position))).toEqual([4096, 6600]);
});

it('rounds a logarithmic slider to two digits and ends exactly', () => {
  expect(valueAtPosition(lr, sliderRange(lr).min)).toBe(1e-4);
  expect(valueAtPosition(lr, sliderRange(lr).max)).toBe(0.1);
  expect(valueAtPosition(lr, -2.3)).toBe(0.005);
});

it('keeps the thumb at an end for values outside', () => {
  expect(positionOf(batch, 2382)).toBe(8);
  expect(positionOf(lr, 0)).toBe(-4);
});

it('comes back to a value that was chosen with it', () => {
  fc.assert(
    fc.property(fc.double({ min: -4, max: -1, noNaN: true }), (position) => {
      const value = valueAtPosition(lr, position);
      expect(valueAtPosition(lr, positionOf(lr, value))).toBe(value);
    }),
  );
});
