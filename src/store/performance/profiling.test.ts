import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import type { Device } from '../../protocol/device.ts';
import type { Profile } from '../../protocol/profile.ts';
import type { Surroundings } from '../page.ts';
import { quickPage, scriptedMemory } from '../testing.ts';
import { profilingOf } from './onPage.ts';
import { profileReport } from './profileReport.ts';
import { whyNotMeasure } from './profiling.ts';

/** A page whose device can be measured. */
function page(around?: Partial<Surroundings>) {
  const scripted = quickPage(around);
  const { measureDevice, store } = scripted.page.part(profilingOf);
  return { ...scripted, measureDevice, profilingStore: store };
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
function trainingPage(around?: Partial<Surroundings>) {
  const all = page(around);
  all.play();
  all.say({ type: 'device', runId: all.runId(), device });
  all.enter('training', 4);
  return all;
}

describe('measureDevice', () => {
  it('asks nothing without a run that takes steps', () => {
    const { measureDevice, profilingStore, runStore, play, told, enter } = page();
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

  it('asks once, and keeps what it is told', () => {
    const { measureDevice, profilingStore, runStore, told, say, runId } = trainingPage();
    measureDevice();
    measureDevice();
    expect(told()).toEqual(['start', 'profile']);
    expect(profilingStore.getState().measuring).toBe(true);
    say({ type: 'profiled', runId: runId(), arm: 0, profile });
    const { measuring, measurement } = profilingStore.getState();
    expect(measuring).toBe(false);
    expect(measurement).toMatchObject({ profile, device, arms: 1, past: false });
    expect(measurement?.config).toBe(runStore.getState().arms[0]?.config);
  });

  it('says why nothing was measured, in its own place, and leaves the rest alone', () => {
    const { measureDevice, profilingStore, runStore, say, runId } = trainingPage();
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

  it('keeps a measurement beyond its run, and says that it is past', () => {
    const { measureDevice, profilingStore, anyway, newSeed, say, runId, enter } = trainingPage();
    measureDevice();
    say({ type: 'profiled', runId: runId(), arm: 0, profile });
    anyway(newSeed);
    enter('training');
    expect(profilingStore.getState().measurement).toMatchObject({ profile, past: true });
  });

  it('is not left waiting by a run that ends', () => {
    const { measureDevice, profilingStore, anyway, newSeed, enter } = trainingPage();
    measureDevice();
    anyway(newSeed);
    enter('loading');
    expect(profilingStore.getState().measuring).toBe(false);
  });
});

describe('the form of matrix products', () => {
  it('goes with the next run, which is then not a reset of the same', () => {
    const kept = new Map<string, string>();
    const {
      anyway,
      reset,
      page: first,
      told,
      enter,
      received,
    } = trainingPage({ memory: scriptedMemory(kept) });
    expect(received()[0]).not.toHaveProperty('productStyle');
    anyway(reset);
    expect(told().at(-1)).toBe('reset');
    first.products.chooseStyle('registers');
    anyway(reset);
    expect(received().at(-1)).toMatchObject({
      type: 'start',
      productStyle: 'registers',
    });
    enter('training');
    anyway(reset);
    expect(told().at(-1)).toBe('reset');

    // The next visit.
    const { products } = page({ memory: scriptedMemory(kept) }).page;
    expect(products.store.getState().choice).toBe('registers');
  });

  it('is the measured one where storage holds something else', () => {
    const { products } = page({ memory: { recall: () => 'fastest', keep: () => undefined } }).page;
    expect(products.store.getState().choice).toBe('auto');
  });
});

describe('the report', () => {
  it('holds device, settings and figures of four digits', () => {
    const browser = {
      browser: 'Test 1',
      userAgent: 'Test/1',
      processors: 2,
      secure: true,
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
