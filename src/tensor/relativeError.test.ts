import { describe, expect, it } from 'vitest';
import { relativeError, SeriesError } from './relativeError.ts';

describe('relativeError', () => {
  it('is the largest difference over the largest expected value', () => {
    expect(relativeError([1, -4.4, 2], [1, -4, 2.2])).toBeCloseTo(0.1, 12);
    expect(relativeError([0, 0], [0, 0])).toBe(0);
  });

  it('is no larger than the floor lets it be', () => {
    expect(relativeError([1e-9, 2e-9], [0, 1e-9], 1e-6)).toBeCloseTo(1e-3, 12);
    expect(relativeError([3], [2], 1)).toBe(0.5);
  });

  it.each([
    ['a NaN of ours', [NaN, 1], [0, 1]],
    ['a NaN of theirs', [0, 1], [NaN, 1]],
    ['too few', [1], [1, 2]],
    ['too many', [1, 2, 3], [1, 2]],
    ['anything where all is zero', [1e-20], [0]],
    ['an infinity', [Infinity, 1], [0, 1]],
  ])('is infinite for %s', (_, ours, theirs) => {
    expect(relativeError(ours, theirs)).toBe(Infinity);
  });
});

describe('SeriesError', () => {
  it('is that of the whole, however it arrives', () => {
    const expected = Float32Array.of(1, 2, 8, 4, 5);
    const series = new SeriesError(expected);
    expect(series.add([1, 2])).toBe(0);
    expect(series.error).toBe(Infinity);
    expect(series.add([9])).toBe(1);
    series.add([]);
    expect(series.add([4, 5.5])).toBe(0.5);
    expect(series.error).toBe(1 / 8);
  });

  it('does not forget a NaN', () => {
    const series = new SeriesError([1, 2, 3]);
    expect(series.add([NaN, 2])).toBe(Infinity);
    expect(series.add([3])).toBe(0);
    expect(series.error).toBe(Infinity);
  });
});
