import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixelOf, powerScale, reach, scaleOf, spreadLabels, tickText } from './scale.ts';

describe('scaleOf', () => {
  it('ends on round numbers that cover the values', () => {
    expect(scaleOf([0.39, 0.56])).toMatchObject({ low: 0.35, high: 0.6 });
    expect(scaleOf([0, 0.13]).ticks.map((tick) => tickText(scaleOf([0, 0.13]), tick))).toEqual([
      '0.00',
      '0.05',
      '0.10',
      '0.15',
    ]);
  });

  it('never writes a negative zero', () => {
    const scale = scaleOf([-1e-9, 0.2]);
    expect(scale.ticks.map((tick) => tickText(scale, tick)).join()).not.toContain('\u22120.0,');
    expect(tickText(scaleOf([0, 1]), -0.001)).toBe('0.00');
  });

  it('gives a constant a range of its own size, and nothing a range of 1', () => {
    expect(scaleOf([0.002, 0.002]).high).toBeLessThan(0.01);
    expect(scaleOf([0])).toMatchObject({ low: 0, high: 0.25 });
    expect(scaleOf([NaN])).toMatchObject({ low: 0, high: 1 });
  });

  it('covers any values with at most eight distinct, rising ticks', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const scale = scaleOf(values);
        const slack = (scale.high - scale.low) * 1e-6 + 1e-12;
        expect(scale.low).toBeLessThanOrEqual(Math.min(...values) + slack);
        expect(scale.high).toBeGreaterThanOrEqual(Math.max(...values) - slack);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
        expect(scale.ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

describe('powerScale', () => {
  it('has whole exponents, of which none is further from the values than it need be', () => {
    expect(powerScale([-5.7, -0.6]).ticks).toEqual([-6, -4, -2, 0]);
    expect(powerScale([-2.5, -1.2]).ticks).toEqual([-3, -2, -1]);
    expect(powerScale([-3]).ticks).toEqual([-3, -2]);
  });

  it('covers any exponents with few rising ticks', () => {
    const exponent = fc.double({ min: -12, max: 12, noNaN: true });
    fc.assert(
      fc.property(fc.array(exponent, { minLength: 1 }), (exponents) => {
        const { low, high, ticks } = powerScale(exponents);
        expect(low).toBeLessThanOrEqual(Math.min(...exponents) + 1e-6);
        expect(high).toBeGreaterThanOrEqual(Math.max(...exponents) - 1e-6);
        expect([ticks[0], ticks.at(-1)]).toEqual([low, high]);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('reach', () => {
  it('grows in whole epochs and ends at the total', () => {
    expect([0, 0.3, 1, 1.2, 7, 23, 59, 60].map((now) => reach(now, 60))).toEqual([1, 1, 2, 2, 8, 25, 60, 60]);
    expect([95, 640].map((now) => reach(now, 5000))).toEqual([100, 800]);
    expect(reach(0.2, 0.5)).toBe(0.5);
  });

  it('is the same at an epoch’s end and throughout the next', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.double({ min: 0, max: 0.999, noNaN: true }), (epoch, part) => {
        expect(reach(epoch + part, 1e6)).toBe(reach(epoch, 1e6));
      }),
    );
  });
});

describe('spreadLabels', () => {
  it('leaves labels that have room where they are', () => {
    expect(spreadLabels([10, 50, 90], 14, 0, 100)).toEqual([10, 50, 90]);
  });

  it('moves crowded labels apart within the plot, in order', () => {
    expect(spreadLabels([96, 99], 14, 0, 100)).toEqual([86, 100]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 6 }), (positions) => {
        const placed = spreadLabels(positions, 14, 0, 200).sort((a, b) => a - b);
        placed.forEach((position, index) => {
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(200);
          if (index > 0) expect(position - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-9);
        });
      }),
    );
  });
});

it('pixelOf puts the highest value at the top', () => {
  const scale = scaleOf([0, 1]);
  expect([pixelOf(scale, 1, 100), pixelOf(scale, 0, 100)]).toEqual([0, 100]);
});
