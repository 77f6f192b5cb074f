import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../protocol/device.ts';
import type { Profile } from '../../protocol/profile.ts';
import { enter, freshPage, runId, say, ScriptedWorker, told } from '../testing.ts';

async function page() {
  const run = await import('../run/run.ts');
  const profiling = await import('./profiling.ts');
  const style = await import('../run/productStyle.ts');
  return { ...run, ...profiling, ...style };
}

const device: Device = { backend: 'wasm', adapter: 'CPU', software: true, threads: 2, reason: '' };

const profile: Profile = {
  step: 4,
  images: 8,
  msPerStep: 3,
  timedSteps: 3,
  watchedMs: 4,
  watchedSteps: 2,
  flops: 1,
  bytes: 1,
  idealMs: 1.23456,
  ceiling: { flopsPerMs: 1, bandwidths: [] },
  binds: null,
  phases: [],
  kernels: [],
  epochEndMs: null,
  evaluationMs: null,
};

/** A run that trains, on a page of its own. */
async function trainingPage() {
  const stores = await page();
  const { choosePreset } = await import('../experiment/experiment.ts');
  choosePreset('quick');
  stores.play();
  say({ type: 'device', runId: runId(), device });
  enter('training', 4);
  return stores;
}

beforeEach(freshPage);
afterEach(() => vi.unstubAllGlobals());

describe('measureDevice', () => {
  it('asks nothing without a run that takes steps', async () => {
    const { measureDevice, profilingStore, whyNotMeasure, runStore, play } = await page();
    measureDevice();
    expect(whyNotMeasure(runStore.getState())).toMatch(/press Play/);
    runStore.setState({ phase: 'recorded' });
    measureDevice();
    expect(whyNotMeasure(runStore.getState())).toMatch(/press Play/);
    expect(profilingStore.getState().measuring).toBe(false);
    play();
    measureDevice();
    enter('finished', 40);
    measureDevice();
    expect(told()).toEqual(['start']);
  });

  it('asks once, and keeps what it is told', async () => {
    const { measureDevice, profilingStore, runStore } = await trainingPage();
    measureDevice();
    measureDevice();
    expect(told()).toEqual(['start', 'profile']);
    expect(profilingStore.getState().measuring).toBe(true);
    say({ type: 'profiled', runId: runId(), arm: 0, profile });
    const { measuring, measured } = profilingStore.getState();
    expect(measuring).toBe(false);
    expect(measured).toMatchObject({ profile, device, arms: 1, past: false });
    expect(measured?.config).toBe(runStore.getState().arms[0]?.config);
  });

  it('says why nothing was measured, in its own place, and leaves the rest alone', async () => {
    const { measureDevice, profilingStore, runStore } = await trainingPage();
    measureDevice();
    say({
      type: 'error',
      runId: runId(),
      message: 'Nothing was measured.',
      fatal: false,
      answers: 'profile',
    });
    expect(profilingStore.getState()).toMatchObject({ measuring: false, problem: 'Nothing was measured.' });
    expect(runStore.getState().notices).toEqual([]);
  });

  it('keeps a measurement beyond its run, and says that it is past', async () => {
    const { measureDevice, profilingStore, newSeed } = await trainingPage();
    measureDevice();
    say({ type: 'profiled', runId: runId(), arm: 0, profile });
    newSeed();
    enter('training');
    expect(profilingStore.getState().measured).toMatchObject({ profile, past: true });
  });

  it('is not left waiting by a run that ends', async () => {
    const { measureDevice, profilingStore, newSeed } = await trainingPage();
    measureDevice();
    newSeed();
    enter('loading');
    expect(profilingStore.getState().measuring).toBe(false);
  });
});

describe('the form of matrix products', () => {
  it('goes with the next run, which is then not a reset of the same', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
    const { reset, chooseProductStyle } = await trainingPage();
    expect(ScriptedWorker.newest?.received[0]).not.toHaveProperty('productStyle');
    reset();
    expect(told().at(-1)).toBe('reset');
    chooseProductStyle('registers');
    reset();
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      type: 'start',
      productStyle: 'registers',
    });
    enter('training');
    reset();
    expect(told().at(-1)).toBe('reset');

    // The next visit.
    vi.resetModules();
    const { productStyleStore } = await import('../run/productStyle.ts');
    expect(productStyleStore.getState().choice).toBe('registers');
  });

  it('is the measured one where storage holds something else', async () => {
    vi.stubGlobal('localStorage', { getItem: () => 'fastest' });
    const { productStyleStore } = await page();
    expect(productStyleStore.getState().choice).toBe('auto');
  });
});

describe('the report', () => {
  it('holds device, settings and figures of four digits', async () => {
    const { profileReport } = await import('./profileReport.ts');
    const { defaultConfig } = await import('../../config/defaults.ts');
    const browser = {
      browser: 'Test 1',
      userAgent: 'Test/1',
      processors: 2,
      isolated: true,
      wasm: true,
      webgpu: null,
    };
    const report = profileReport({ profile, device, config: defaultConfig, arms: 1 }, browser);
    expect(report).toMatchObject({
      format: 'adasim-performance/1',
      browser,
      device,
      config: defaultConfig,
      profile: { idealMs: 1.235, limitShare: 0.4115, kernels: [] },
    });
  });
});
