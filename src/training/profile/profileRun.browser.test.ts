import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExperimentConfig } from '../../config/schema.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import { GpuTimer } from '../../tensor/profiling/gpuTimer.ts';
import { kernelCost } from '../../tensor/profiling/kernelCosts.ts';
import * as tf from '../../tensor/tf.ts';
import type { Profile } from '../../protocol/profile.ts';
import { profileRun } from './profileRun.ts';
import { tinyConfig, tinyResnet, TinyRun } from '../testing.ts';

const config: ExperimentConfig = { ...tinyConfig, epochs: 40 };

const live: TinyRun[] = [];
const begun = (settings: ExperimentConfig): TinyRun => {
  const run = new TinyRun(settings);
  live.push(run);
  return run;
};
afterEach(() => {
  for (const run of live.splice(0)) run.dispose();
});

/** Measures as a session does, one part after the other. */
async function profile({ run }: TinyRun, alone = true): Promise<Profile | undefined> {
  const profiling = profileRun(run, { evaluationMs: 7 }, alone);
  for (;;) {
    const part = await profiling.next();
    if (part.done === true) return part.value;
    if (part.value !== undefined) await run.advance(part.value);
  }
}

const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.length === b.length ? a.findIndex((byte, index) => byte !== b[index]) : Math.min(a.length, b.length);

const sumOf = (parts: readonly { ms: number | null }[]) =>
  parts.reduce((sum, { ms }) => sum + (ms ?? NaN), 0);

describe.each(['wasm', 'webgpu'] as const)('on %s', { timeout: 480_000 }, (backend) => {
  const tags = backend === 'webgpu' ? ['slow'] : [];
  test('a run that was measured is the run that was not, to the last bit', { tags }, async () => {
    await setUpBackend(backend);
    const measured = await begun(config).trainTo(5);
    await profile(measured);
    const reached = measured.run.step;
    expect(reached).toBeGreaterThan(8);
    const plain = await begun(config).trainTo(reached + 3);
    await measured.trainTo(reached + 3);
    expect(measured.losses).toEqual(plain.losses);
    expect(difference(await measured.save(), await plain.save())).toBe(-1);
  });

  test('times are of steps, and add up to no more than a step', { tags }, async () => {
    await setUpBackend(backend);
    const tiny = await begun(config).trainTo(1);
    const { numTensors } = tf.memory();
    const found = await profile(tiny, backend === 'wasm');
    if (found === undefined) throw new Error('Nothing was found.');
    expect(found).toMatchObject({ step: 1, images: 8 });
    expect(found.timedSteps).toBeGreaterThan(1);
    for (const value of [found.msPerStep, found.watchedMs, found.flops, found.bytes, found.idealMs])
      expect(value).toBeGreaterThan(0);
    expect(sumOf(found.kernels)).toBeGreaterThan(0);
    expect(sumOf(found.kernels)).toBeLessThanOrEqual(found.watchedMs);
    expect(sumOf(found.phases)).toBeLessThanOrEqual(found.watchedMs);
    // The clock of a page may be too coarse for the others.
    expect(found.phases.find(({ phase }) => phase === 'networks')?.ms).toBeGreaterThan(0);
    const linear = found.kernels.find(({ name }) => name === 'AdaSimLinear');
    expect(linear?.calls).toBeGreaterThan(5);
    expect(found.kernels.reduce((sum, { flops }) => sum + flops, 0)).toBeCloseTo(found.flops, 0);
    expect(found.binds).not.toBeNull();
    expect(found.evaluationMs).toBe(backend === 'wasm' ? 7 : null);
    // What the measurement took is given back; steps wait to be read.
    await tiny.trainTo(tiny.run.step);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

test(
  'a GPU that does not tell the time still tells its kernels and its limit',
  { tags: ['slow'] },
  async () => {
    await setUpBackend('webgpu');
    const timer = vi.spyOn(GpuTimer, 'of').mockReturnValue(undefined);
    try {
      const found = await profile(begun(config));
      expect(found?.binds).toBeNull();
      expect(found?.kernels.length).toBeGreaterThan(5);
      expect(found?.kernels.every(({ ms }) => ms === null)).toBe(true);
      expect(found?.phases.map(({ ms }) => ms === null)).toEqual([false, true, true, true, true]);
      expect(found?.idealMs).toBeGreaterThan(0);
    } finally {
      timer.mockRestore();
    }
  },
);

test('a run that ends too soon is not measured, in a sentence', async () => {
  await setUpBackend('wasm');
  const tiny = begun({ ...tinyConfig, epochs: 1 });
  await expect(profile(tiny)).rejects.toThrow('the run ended before enough of its steps were seen.');
  expect(tiny.run.finished).toBe(true);
});

test.each([
  ['byol on a ResNet', { ...config, method: 'byol', backbone: tinyResnet }],
  ['simsiam with LARS', { ...config, method: 'simsiam', optimizer: { ...config.optimizer, kind: 'lars' } }],
  ['nnclr', { ...config, method: 'infonce', bootstrap: { ...config.bootstrap, policy: 'naive' } }],
] as const)('%s has no kernel whose cost is not known', async (_, settings) => {
  await setUpBackend('wasm');
  expect((await profile(begun(settings)))?.flops).toBeGreaterThan(0);
});

test.each(['wasm', 'webgpu'] as const)('every kernel of ours on %s has a cost', async (backend) => {
  await setUpBackend(backend);
  const ours = tf.getKernelsForBackend(backend).filter(({ kernelName }) => kernelName.startsWith('AdaSim'));
  expect(ours.length).toBeGreaterThan(20);
  for (const { kernelName: name } of ours) {
    // Without tensors a known kernel complains of what it lacks, if of anything.
    const cost = () => kernelCost({ name, inputs: {}, outputs: [], attributes: { updates: [], heads: 1 } });
    try {
      cost();
    } catch (error) {
      expect(String(error)).not.toContain('is not known');
    }
  }
});
