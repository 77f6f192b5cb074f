import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ExperimentConfig } from '../config/schema.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { foreseeRuns } from './foresight.ts';
import { tinyConfig, tinyResnet, TinyRun } from './testing.ts';

beforeAll(async () => {
  await setUpBackend('webgpu');
});
afterEach(() => {
  vi.restoreAllMocks();
});

const nnclr = { ...tinyConfig.bootstrap, policy: 'naive' } as const;

test.for<{ name: string; config: ExperimentConfig }>([
  { name: 'DINO on a ViT', config: tinyConfig },
  { name: 'BYOL on a ResNet', config: { ...tinyConfig, method: 'byol', backbone: tinyResnet } },
  // Its first step has no neighbours, the second has.
  { name: 'NNCLR', config: { ...tinyConfig, method: 'infonce', bootstrap: nnclr } },
])(
  'the first steps wait for no shader that was not foreseen: $name',
  { tags: ['slow'] },
  async ({ config }) => {
    const run = new TinyRun(config);
    const told: (readonly [number, number])[] = [];
    const { steps } = foreseeRuns([config], run.dataset);
    await steps.compile((...progress) => told.push(progress));
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(([done]) => done)).toEqual(told.map((_, index) => index + 1));
    const inHaste = vi.spyOn(GPUDevice.prototype, 'createComputePipeline');
    // The third is the first one that a tape gives again.
    for (let step = 0; step < 3; step += 1) await run.run.advance();
    // Of a ViT some shaders stood in for others until here.
    await steps.refine();
    for (let step = 0; step < 3; step += 1) await run.run.advance();
    expect(inHaste.mock.calls.map(([{ label }]) => label)).toEqual([]);
    const again = await new TinyRun(config).trainTo(7);
    await run.trainTo(7);
    expect(run.losses).toHaveLength(7);
    expect(run.losses).toEqual(again.losses);
    expect(await run.save()).toEqual(await again.save());
    run.dispose();
    again.dispose();
  },
);
