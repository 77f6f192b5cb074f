import { describe, expect, it } from 'vitest';
import type { Ceiling } from '../../protocol/profile.ts';
import { kernelsOf, phasesOf, whatBindsStep, type ProfiledCall } from './profileParts.ts';

const ceiling: Ceiling = { flopsPerMs: 10, bandwidths: [{ bytes: 1_000, bytesPerMs: 10 }] };

/** Two steps of two products and a look-up. */
const step: ProfiledCall[] = [
  { name: 'Linear', phase: 'networks', ms: 3 },
  { name: 'Linear', phase: 'networks', ms: 5 },
  { name: 'TopK', phase: 'bank', ms: 10 },
];
const calls = [...step, ...step.map((call) => ({ ...call, ms: (call.ms ?? 0) + 1 }))];
const work = [
  { name: 'Linear', flops: 20, bytes: 0 },
  { name: 'Linear', flops: 20, bytes: 0 },
  { name: 'TopK', flops: 0, bytes: 30 },
];

describe('kernelsOf', () => {
  it('gives the calls and the time of one step', () => {
    expect(kernelsOf(calls, 2, work, ceiling)).toEqual([
      { name: 'TopK', calls: 1, ms: 10.5, flops: 0, bytes: 30, idealMs: 3, ridge: 'memory' },
      { name: 'Linear', calls: 2, ms: 9, flops: 40, bytes: 0, idealMs: 4, ridge: 'compute' },
    ]);
  });

  it('gives no time where one is missing, and orders by what it needs at least', () => {
    const untold = calls.map((call) => ({ ...call, ms: null }));
    expect(kernelsOf(untold, 2, work, ceiling).map(({ name, ms }) => [name, ms])).toEqual([
      ['Linear', null],
      ['TopK', null],
    ]);
  });
});

describe('phasesOf', () => {
  const thread = new Map([
    ['draws', 2],
    ['networks', 40],
  ]);
  const times = (concurrent: boolean, of: readonly ProfiledCall[]) =>
    phasesOf(of, thread, 2, concurrent).map(({ phase, ms }) => [phase, ms]);

  it('takes the thread’s time where kernels are done when they return', () => {
    expect(times(false, calls)).toEqual([
      ['draws', 1],
      ['views', 0],
      ['networks', 20],
      ['update', 0],
      ['bank', 0],
    ]);
  });

  it('takes the GPU’s, but for what the processor draws', () => {
    expect(times(true, calls)).toEqual([
      ['draws', 1],
      ['views', 0],
      ['networks', 9],
      ['update', 0],
      ['bank', 10.5],
    ]);
    expect(times(true, [{ name: 'Linear', phase: 'networks', ms: null }])[2]).toEqual(['networks', null]);
  });
});

describe('whatBindsStep', () => {
  const kernels = kernelsOf(calls, 2, work, ceiling);

  it('weighs kernels against what is between them', () => {
    expect(whatBindsStep(kernels, 20, false)).toBe('memory');
    expect(whatBindsStep(kernels, 60, false)).toBe('JavaScript');
    expect(whatBindsStep(kernels, 60, true)).toBe('dispatch');
  });

  it('does not know without times', () => {
    expect(whatBindsStep([{ ...kernels[0], ms: null } as (typeof kernels)[number]], 20, true)).toBeNull();
  });
});
