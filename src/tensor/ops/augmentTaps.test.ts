import { describe, expect, it } from 'vitest';
import { TABLE_STRIDE, TABLE_TAPS, TAP_BITS, tapTable, tapsOf } from './augmentTaps.ts';

describe.each(['bicubic', 'bilinear'] as const)('%s taps', (interpolation) => {
  it('sum to one, within the rounding of each', () => {
    for (const [inputs, outputs] of [
      [1, 32],
      [5, 32],
      [32, 32],
      [64, 32],
      [100, 7],
    ] as const)
      for (let index = 0; index < outputs; index++) {
        const { first, weights } = tapsOf(interpolation, inputs, outputs, index);
        const sum = weights.reduce((total, weight) => total + weight, 0);
        expect(Math.abs(sum - 2 ** TAP_BITS)).toBeLessThanOrEqual(weights.length);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + weights.length).toBeLessThanOrEqual(inputs);
      }
  });

  it('leave an image of the same size as it is', () => {
    for (let index = 0; index < 9; index++) {
      const { first, weights } = tapsOf(interpolation, 9, 9, index);
      const nonZero = weights.flatMap((weight, tap) => (weight === 0 ? [] : [[first + tap, weight]]));
      expect(nonZero).toEqual([[index, 2 ** TAP_BITS]]);
    }
  });

  it('widen when the image shrinks, so that every input counts', () => {
    const total = new Array<number>(64).fill(0);
    for (let index = 0; index < 16; index++) {
      const { first, weights } = tapsOf(interpolation, 64, 16, index);
      weights.forEach((weight, tap) => (total[first + tap] = (total[first + tap] ?? 0) + weight));
    }
    for (const weight of total) expect(weight / 2 ** TAP_BITS).toBeGreaterThan(0.15);
  });

  it('mirror each other', () => {
    for (let index = 0; index < 16; index++) {
      const here = tapsOf(interpolation, 11, 32, index);
      const there = tapsOf(interpolation, 11, 32, 31 - index);
      const trimmed = (weights: number[]): number[] => weights.filter((weight) => weight !== 0);
      expect(trimmed(there.weights).reverse()).toEqual(trimmed(here.weights));
    }
  });

  it('fit into the table', () => {
    const size = 12;
    const table = tapTable(interpolation, size);
    expect(table.length).toBe(size * size * TABLE_STRIDE);
    for (let inputs = 1; inputs <= size; inputs++)
      for (let index = 0; index < size; index++) {
        const row = table.subarray(((inputs - 1) * size + index) * TABLE_STRIDE).subarray(0, TABLE_STRIDE);
        const { first, weights } = tapsOf(interpolation, inputs, size, index);
        expect(weights.length).toBeLessThanOrEqual(TABLE_TAPS);
        expect([...row].slice(0, 1 + weights.length)).toEqual([first, ...weights]);
      }
  });
});
