import { describe, expect, it } from 'vitest';
import type { KernelShare, Profile } from '../../protocol/profile.ts';
import { rateOf, remainder, whatBindsKernel, wholeStep } from './shares.ts';

const kernel: KernelShare = {
  name: 'AdaSimLinear',
  calls: 2,
  ms: 4,
  flops: 8e6,
  bytes: 4e6,
  idealMs: 2,
  ridge: 'compute',
};

const profile: Profile = {
  step: 3,
  images: 8,
  msPerStep: 9,
  timedSteps: 5,
  watchedMs: 12,
  watchedSteps: 2,
  flops: 1,
  bytes: 1,
  idealMs: 3,
  ceiling: { flopsPerMs: 1, bandwidths: [] },
  binds: 'compute',
  phases: [
    { phase: 'draws', ms: 1 },
    { phase: 'networks', ms: 6 },
  ],
  kernels: [kernel, { ...kernel, ms: 3 }],
  epochEndMs: null,
  evaluationMs: null,
};

describe('whatBindsKernel', () => {
  it('is what limits it, where that explains its time', () => {
    expect(whatBindsKernel(kernel)).toBe('compute');
    expect(whatBindsKernel({ ...kernel, ridge: 'memory' })).toBe('memory');
    expect(whatBindsKernel({ ...kernel, idealMs: 0.5 })).toBe('neither');
  });

  it('is not known without a time', () => {
    expect(whatBindsKernel({ ...kernel, ms: null })).toBeNull();
    expect(whatBindsKernel({ ...kernel, ms: 0 })).toBeNull();
  });
});

describe('rateOf', () => {
  it('is of what limits the kernel', () => {
    expect(rateOf(kernel)).toBe('2 GFLOP/s');
    expect(rateOf({ ...kernel, ridge: 'memory' })).toBe('1 GB/s');
    expect(rateOf({ ...kernel, ms: null })).toBeNull();
    expect(rateOf({ ...kernel, idealMs: 0 })).toBeNull();
  });
});

describe('a whole step', () => {
  it('is the watched one on the processor, whose rest is JavaScript', () => {
    expect(wholeStep(profile, { backend: 'wasm' })).toBe(12);
    expect(remainder(profile, { backend: 'wasm' })).toBe(5);
  });

  it('is the plain one beside the GPU, where draws take nothing from it', () => {
    expect(wholeStep(profile, { backend: 'webgpu' })).toBe(9);
    expect(remainder(profile, { backend: 'webgpu' })).toBe(3);
    const slow = { ...profile, kernels: [{ ...kernel, ms: 20 }] };
    expect(wholeStep(slow, { backend: 'webgpu' })).toBe(20);
  });

  it('has a rest that is not known where its parts are not', () => {
    const untold: Profile = { ...profile, phases: [{ phase: 'networks', ms: null }] };
    expect(remainder(untold, { backend: 'webgpu' })).toBeNull();
  });
});
