import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ExperimentConfig } from '../config/schema.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { setTaping } from '../tensor/stepProgram.ts';
import * as tf from '../tensor/tf.ts';
import { readOrigin } from './checkpoint/checkpoint.ts';
import { tinyConfig, tinyResnet, TinyRun } from './testing.ts';

/** Well into the second epoch, when the last layer is no longer frozen and the bank is full. */
const STEPS = 7;

beforeAll(async () => {
  await setUpBackend('webgpu');
});
afterEach(() => setTaping(true));

/** Losses and the whole state after some steps, computed anew each time or given again from a tape. */
async function trained(config: ExperimentConfig, taping: boolean): Promise<[number[], Uint8Array]> {
  setTaping(taping);
  const run = await new TinyRun(config).trainTo(STEPS);
  const file = await run.save();
  run.dispose();
  return [run.losses, file];
}

const nnclr = { ...tinyConfig.bootstrap, policy: 'naive' } as const;

describe('a taped step', () => {
  const exact = async (config: ExperimentConfig) => {
    const [losses, file] = await trained(config, true);
    const [expected, anew] = await trained(config, false);
    expect(losses).toHaveLength(STEPS);
    expect(losses).toEqual(expected);
    expect(file).toEqual(anew);
  };

  test('does to the bit what the step does: DINO on a ViT', () => exact(tinyConfig));
  // Their shaders take a software adapter long.
  describe('of other methods', { tags: ['slow'] }, () => {
    test('does to the bit what the step does: NNCLR', () =>
      exact({ ...tinyConfig, method: 'infonce', bootstrap: nnclr }));
    test('does to the bit what the step does: BYOL on a ResNet', () =>
      exact({ ...tinyConfig, method: 'byol', backbone: tinyResnet }));
  });

  test('runs none of the kernels’ JavaScript', async () => {
    const run = await new TinyRun(tinyConfig).trainTo(1);
    const kernels = vi.spyOn(tf.engine(), 'runKernel');
    await run.run.advance();
    expect(kernels.mock.calls.length).toBeGreaterThan(100);
    kernels.mockClear();
    await run.run.advance();
    expect(kernels.mock.calls.map(([name]) => name)).toEqual([]);
    kernels.mockRestore();
    run.dispose();
  });

  test('is taped anew when a run is restored, and gives no stale values', async () => {
    const uninterrupted = await new TinyRun(tinyConfig).trainTo(8);
    const first = await new TinyRun(tinyConfig).trainTo(4);
    const origin = readOrigin(await first.save(), tinyConfig);
    if (origin.kind !== 'checkpoint') throw new Error('A whole run was saved.');
    // By then it has a tape of its own, of tensors that the checkpoint replaces.
    const resumed = await new TinyRun(tinyConfig).trainTo(6);
    resumed.run.restore(origin.state);
    await resumed.trainTo(8);
    expect(await resumed.save()).toEqual(await uninterrupted.save());
    for (const run of [uninterrupted, first, resumed]) run.dispose();
  });

  test('keeps memory constant, and gives all of it back', async () => {
    const before = tf.memory();
    const run = await new TinyRun(tinyConfig).trainTo(4);
    const { numTensors, numBytes } = tf.memory();
    await run.trainTo(12);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    run.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before.numTensors + 1);
  });
});
