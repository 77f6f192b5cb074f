import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binSeries, extremePlaces, type Series } from './binning.ts';

const points = (x: readonly number[], y: readonly (number | null)[]): Series => ({
  length: x.length,
  x: (index) => x[index] ?? NaN,
  y: (index) => y[index] ?? null,
});
const line = (y: readonly (number | null)[]): Series =>
  points(
    y.map((_, index) => index),
    y,
  );

describe('binSeries', () => {
  it('gives few points as they are, joined by x', () => {
    expect(binSeries([points([0, 2], [1, 3]), points([0, 1], [5, null])], 10)).toEqual([
      { x: 0, values: [1, 5] },
      { x: 1, values: [null, null] },
      { x: 2, values: [3, null] },
    ]);
  });

  it('has no rows for nothing', () => {
    expect(binSeries([], 10)).toEqual([]);
    expect(binSeries([line([])], 10)).toEqual([]);
  });

  it('keeps a spike one step wide among twenty thousand', () => {
    const y = Array.from({ length: 20_000 }, (_, step) => (step === 7777 ? 99 : Math.sin(step)));
    const rows = binSeries([line(y)], 400);
    expect(rows.length).toBeLessThanOrEqual(400);
    expect(Math.max(...rows.map((row) => row.values[0] ?? 0))).toBe(99);
  });

  it('gives a bin’s extremes in the order they came', () => {
    expect(binSeries([line([1, 9, 5, 5, 8, 2])], 4).map((row) => row.values[0])).toEqual([1, 9, 8, 2]);
  });

  it('leaves out what is not a number', () => {
    expect(binSeries([line([NaN, 1, Infinity])], 10).map((row) => row.values[0])).toEqual([null, 1, null]);
    const many = binSeries([line(Array.from({ length: 100 }, (_, step) => (step % 2 ? NaN : step)))], 10);
    expect(many.flatMap((row) => row.values).every((value) => value === null || Number.isFinite(value))).toBe(
      true,
    );
  });

  it('never exceeds its rows, ascends in x, and keeps each series’ extremes', () => {
    const values = fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 500 });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 60 }),
        (many, maxRows) => {
          const series = many.map(line);
          const rows = binSeries(series, maxRows);
          const longest = Math.max(...many.map((y) => y.length));
          expect(rows.length).toBeLessThanOrEqual(Math.max(maxRows, Math.min(longest, maxRows)));
          for (const [index, row] of rows.entries())
            if (index > 0) expect(row.x).toBeGreaterThan(rows[index - 1]?.x ?? Infinity);
          many.forEach((y, column) => {
            const before = y.filter((value) => value !== null);
            const after = rows.flatMap((row) => row.values[column] ?? []);
            expect(Math.min(...after)).toBe(Math.min(...before));
            expect(Math.max(...after)).toBe(Math.max(...before));
          });
        },
      ),
    );
  });
});

describe('extremePlaces', () => {
  it('are those of the lowest and highest of each bin, and the ends', () => {
    expect(extremePlaces(line([3, 1, 2, 5, 4, 6, 9, 7]), 2)).toEqual([0, 1, 3, 4, 6, 7]);
  });

  it('pass over what is no value', () => {
    expect(extremePlaces(line([null, 1, NaN, 2, null]), 1)).toEqual([0, 1, 3, 4]);
    expect(extremePlaces(line([]), 3)).toEqual([]);
  });

  it('lose no spike, and keep two a bin and the ends at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        fc.nat(40),
        (values, more) => {
          const bins = more + 1;
          const places = extremePlaces(line(values), bins);
          const kept = places.map((place) => values[place] ?? NaN);
          expect(Math.max(...kept)).toBe(Math.max(...values));
          expect(Math.min(...kept)).toBe(Math.min(...values));
          expect(places.length).toBeLessThanOrEqual(2 * bins + 2);
        },
      ),
    );
  });
});
