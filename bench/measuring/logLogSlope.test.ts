import { describe, expect, it } from 'vitest';
import { logLogSlope } from './logLogSlope.ts';

describe('logLogSlope', () => {
  it('is the power of a power law, whatever its factor', () => {
    const law = (power: number, factor: number) =>
      logLogSlope([1, 2, 8, 64].map((x) => [x, factor * x ** power] as const));
    expect(law(1, 3)).toBeCloseTo(1, 12);
    expect(law(2, 0.1)).toBeCloseTo(2, 12);
    expect(law(0, 5)).toBeCloseTo(0, 12);
  });

  it('lies between two powers where one takes over from the other', () => {
    const slope = logLogSlope([1, 10, 100].map((x) => [x, 10 + x] as const));
    expect(slope).toBeGreaterThan(0);
    expect(slope).toBeLessThan(1);
  });
});
