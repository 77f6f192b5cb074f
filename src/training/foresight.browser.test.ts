/** @file What a run needs of a device is known before its first step, and is what the run then asks for. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentConfig } from '../config/schema.ts';
import { setUpBackend } from '../tensor/backend.ts';
import * as tf from '../tensor/tf.ts';
import { webgpuBackend } from '../tensor/webgpu/currentBackend.ts';
import { lowerLimits } from '../tensor/webgpu/limits.ts';
import { foreseeRuns } from './foresight.ts';
import { tinyConfig, tinyResnet, TinyRun, tinyVit } from './testing.ts';

beforeAll(async () => {
  await setUpBackend('webgpu');
});
afterEach(() => {
  lowerLimits();
});

const nnclr = { ...tinyConfig.bootstrap, policy: 'naive' } as const;

/** A step takes as many images as an evaluation does at a time. */
const base: ExperimentConfig = {
  ...tinyConfig,
  data: { ...tinyConfig.data, trainImages: 64 },
  batchSize: 32,
};

interface Case {
  name: string;
  config: ExperimentConfig;
  tags?: string[];
}

/** Shaders of one method are enough where time is short. */
const configs: Case[] = [
  { name: 'DINO on a ViT', config: base },
  { name: 'BYOL on a ResNet', config: { ...base, method: 'byol', backbone: tinyResnet }, tags: ['slow'] },
  { name: 'NNCLR', config: { ...base, method: 'infonce', bootstrap: nnclr }, tags: ['slow'] },
];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function foreseen(config: ExperimentConfig, run: TinyRun): string {
  try {
    foreseeRuns([config], run.dataset);
    return 'fits';
  } catch (error) {
    return messageOf(error);
  }
}

/** The same question, asked by training. */
async function trained(config: ExperimentConfig): Promise<string> {
  const run = new TinyRun(config);
  try {
    await run.trainTo(2);
    return 'fits';
  } catch (error) {
    return messageOf(error);
  } finally {
    run.dispose();
  }
}

describe.each(configs)('$name', ({ config, tags = [] }) => {
  test('is gone through without memory', () => {
    const run = new TinyRun(config);
    foreseeRuns([config], run.dataset);
    const { numTensors } = tf.memory();
    const { numBytesAllocatedInGPU } = webgpuBackend().memory();
    foreseeRuns([config], run.dataset);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(webgpuBackend().memory().numBytesAllocatedInGPU).toBe(numBytesAllocatedInGPU);
    run.dispose();
  });

  test('is refused where a step would be, in the same words', { tags }, async () => {
    // 64 views of 32 × 32 × 3 numbers; one number less; and much less.
    for (const bytes of [786_432, 786_428, 65_536]) {
      const run = new TinyRun(config);
      lowerLimits({ maxStorageBufferBindingSize: bytes });
      const told = foreseen(config, run);
      if (bytes < 786_432)
        expect(told).toMatch(/^The graphics device cannot compute \w+.*: its array “.+” has .* at most\./);
      expect(await trained(config)).toBe(told);
      lowerLimits();
      run.dispose();
    }
  });
});

test('what no device could hold is refused at once', () => {
  const run = new TinyRun(tinyConfig);
  const vast: ExperimentConfig = {
    ...tinyConfig,
    data: { name: 'shapes', trainImages: 60_000, testImages: 16 },
    backbone: { ...tinyVit, patchSize: 1, dim: 256 },
    batchSize: 1024,
  };
  expect(foreseen(vast, run)).toMatch(/^The graphics device cannot compute /);
  run.dispose();
});
