import { describe, expect, it } from 'vitest';
import {
  bandwidthFor,
  ceilingOf,
  idealOf,
  idealTime,
  profileKernels,
  whatBinds,
  type Limits,
} from './roofline.ts';
import type { Ceiling } from '../../protocol/profile.ts';

const ceiling: Ceiling = {
  flopsPerMs: 100,
  bandwidths: [
    { bytes: 1_000, bytesPerMs: 50 },
    { bytes: 100_000, bytesPerMs: 10 },
  ],
};

describe('ceilingOf', () => {
  const moment = (square: number, tall: number, small: number, large: number): Limits => ({
    products: [
      { name: 'square', flopsPerMs: square },
      { name: 'tall', flopsPerMs: tall },
    ],
    copies: [
      { name: 'small', bytes: 10, bytesPerMs: small },
      { name: 'large', bytes: 1_000, bytesPerMs: large },
    ],
  });

  it('takes of each kind the median, and of all kinds the best', () => {
    const { flopsPerMs } = ceilingOf([moment(10, 1, 5, 3), moment(12, 90, 5, 3), moment(11, 2, 5, 3)]);
    expect(flopsPerMs).toBe(11);
  });

  it('never has a small copy slower than a large one', () => {
    const { bandwidths } = ceilingOf([moment(1, 1, 2, 3)]);
    expect(bandwidths).toEqual([
      { bytes: 10, bytesPerMs: 3 },
      { bytes: 1_000, bytesPerMs: 3 },
    ]);
  });
});

describe('bandwidthFor', () => {
  it('is that of the smallest copy that touches as much, else of the largest', () => {
    expect(bandwidthFor(ceiling, 500)).toBe(50);
    expect(bandwidthFor(ceiling, 1_000)).toBe(50);
    expect(bandwidthFor(ceiling, 1_001)).toBe(10);
    expect(bandwidthFor(ceiling, 1e9)).toBe(10);
  });
});

describe('idealOf', () => {
  it('is the longer of arithmetic and traffic', () => {
    expect(idealOf({ flops: 1_000, bytes: 100 }, ceiling)).toEqual({ ms: 10, ridge: 'compute' });
    expect(idealOf({ flops: 100, bytes: 500 }, ceiling)).toEqual({ ms: 10, ridge: 'memory' });
    expect(idealOf({ flops: 0, bytes: 0 }, ceiling).ms).toBe(0);
  });

  it('is added up call by call: one cannot compute while another copies', () => {
    const work = [
      { name: 'a', flops: 1_000, bytes: 0 },
      { name: 'b', flops: 0, bytes: 500 },
    ];
    expect(idealTime(work, ceiling)).toBe(20);
  });
});

describe('profileKernels', () => {
  it('sets the time of each kernel beside the least time of its calls, the longest first', () => {
    const times = [
      { name: 'quick', calls: 1, ms: 1 },
      { name: 'slow', calls: 2, ms: 50 },
      { name: 'Reshape', calls: 9, ms: 0 },
    ];
    const work = [
      { name: 'slow', flops: 1_000, bytes: 100 },
      { name: 'quick', flops: 1, bytes: 50 },
      { name: 'slow', flops: 1_000, bytes: 100 },
    ];
    const profiles = profileKernels(times, work, ceiling);
    expect(profiles.map(({ name }) => name)).toEqual(['slow', 'quick', 'Reshape']);
    expect(profiles[0]).toEqual({
      name: 'slow',
      calls: 2,
      ms: 50,
      flops: 2_000,
      bytes: 200,
      idealMs: 20,
      ridge: 'compute',
    });
    expect(profiles[1]).toMatchObject({ idealMs: 1, ridge: 'memory' });
  });
});

describe('whatBinds', () => {
  const kernel = (ridge: 'compute' | 'memory', ms: number) => ({
    name: ridge,
    calls: 1,
    ms,
    flops: 1,
    bytes: 1,
    idealMs: 1,
    ridge,
  });

  it('is what the longest time goes to', () => {
    expect(whatBinds([kernel('compute', 6), kernel('memory', 3)], 10, 1, false)).toBe('compute');
    expect(whatBinds([kernel('compute', 3), kernel('memory', 6)], 10, 1, false)).toBe('memory');
    expect(whatBinds([kernel('compute', 3)], 10, 7, false)).toBe('JavaScript');
    expect(whatBinds([kernel('compute', 3)], 10, 0.5, false)).toBe('dispatch');
  });

  it('does not blame JavaScript that runs beside a busy device', () => {
    expect(whatBinds([kernel('compute', 8)], 10, 7, true)).toBe('compute');
    expect(whatBinds([kernel('compute', 3)], 10, 5, true)).toBe('dispatch');
    expect(whatBinds([kernel('compute', 3)], 10, 9.5, true)).toBe('JavaScript');
  });
});
