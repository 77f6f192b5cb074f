import { afterEach, describe, expect, test } from 'vitest';
import type { NamedArm } from '../config/armLabels.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { tinyConfig, tinyResnet } from '../training/testing.ts';
import { begun, endTrainers, trainerOf } from './testing.ts';

/** In the fourth epoch, whose positives follow from what the third recorded. */
const STEPS = 14;

const arm = (label: string, changes: Partial<ExperimentConfig> = {}): NamedArm => ({
  label,
  config: { ...tinyConfig, evaluation: { ...tinyConfig.evaluation, everyEpochs: 2 }, ...changes },
});
const adaptive = arm('adaptive');
const naive = arm('naive', { bootstrap: { ...tinyConfig.bootstrap, policy: 'naive' } });
const byol = arm('BYOL', { method: 'byol', backbone: tinyResnet });

afterEach(endTrainers);

describe('arms in lockstep', () => {
  test('are the same runs as alone, to the last bit, and equal arms are equal', async () => {
    const arms = [adaptive, naive, byol, { ...adaptive, label: 'again' }] as const;
    const together = await begun(arms);
    await together.stepTo(STEPS);
    const files: Uint8Array[] = [];
    let fileName = '';
    for (const [index] of arms.entries()) {
      const saved = await together.save(index);
      files.push(new Uint8Array(saved.bytes));
      if (index === 1) ({ fileName } = saved);
    }

    for (const [index, settings] of [adaptive, naive, byol].entries()) {
      const alone = await begun([settings]);
      await alone.stepTo(STEPS);
      expect(together.losses(index).size).toBe(STEPS);
      expect(together.losses(index)).toEqual(alone.losses());
      expect(together.told(index)).toEqual(alone.told());
      expect(alone.told().evaluations.map(({ step }) => step)).toEqual([0, 8]);
      expect(files[index]).toEqual(new Uint8Array((await alone.save()).bytes));
      alone.release();
    }
    expect(together.told(3)).toEqual(together.told(0));
    expect(files[3]).toEqual(files[0]);
    expect(fileName).toBe('shapes-dino-vit-naive-seed7-step14.safetensors');
  });

  test('see the same images in the same views: only the positives differ', async () => {
    const none = arm('none', { bootstrap: { ...tinyConfig.bootstrap, policy: 'none' } });
    const together = await begun([none, adaptive]);
    await together.stepTo(STEPS);
    const bootstrapped = together.told(1).epochs.findIndex((epoch) => epoch.bootstrappedShare > 0);
    // As long as every image is its own positive, the two are one and the same run.
    expect(bootstrapped).toBeGreaterThan(0);
    const same = bootstrapped * 4;
    const [first, second] = [together.losses(0), together.losses(1)];
    for (let step = 0; step < same; step += 1) expect(second.get(step)).toBe(first.get(step));
    expect([...second.values()].slice(same)).not.toEqual([...first.values()].slice(same));
  });

  test('measure the floors once for each backbone', async () => {
    const trainer = await begun([adaptive, naive, byol]);
    const told = trainer.events.filter((event) => event.type === 'floors');
    const floors = [0, 1, 2].map((index) => told.findLast((event) => event.arm === index)?.floors);
    expect(floors[1]).toEqual(floors[0]);
    expect(new Set(floors.map((one) => one?.linearProbeRawPixels)).size).toBe(1);
    await trainer.stepTo(1);
    const [vit, sameVit, resnet] = [0, 1, 2].map((index) => trainer.told(index).evaluations);
    expect(vit).toHaveLength(1);
    expect(sameVit).toEqual(vit);
    expect(resnet).toHaveLength(1);
    expect(resnet).not.toEqual(vit);
  });
});

test('an arm that diverges stops alone, gives its memory back, and lives again after a reset', async () => {
  const trainer = await begun([adaptive, naive, byol]);
  await trainer.stepTo(2);
  const before = trainer.memory;
  const stopped = trainer.event('stopped');
  trainer.client.tune(1, { 'optimizer.lr': 1e30 });
  await trainer.stepTo(STEPS, 2);
  expect(await stopped).toMatchObject({
    arm: 1,
    message: expect.stringMatching(/^The loss was NaN at step \d+: training has diverged\./) as string,
  });
  expect(trainer.losses(0).size).toBe(STEPS);
  expect(trainer.losses(1).size).toBeLessThan(STEPS);
  expect(trainer.losses(2).size).toBe(STEPS);
  expect(trainer.memory.tensors).toBeLessThan(before.tensors);
  expect(trainer.memory.bytes).toBeLessThan(before.bytes);

  const refusal = trainer.event('error');
  trainer.client.exportRun(1, 'checkpoint');
  expect((await refusal).message).toBe('Nothing was saved: This arm has stopped, and its networks are gone.');

  const again = trainer.paused(0);
  trainer.client.reset(true);
  await again;
  const since = trainer.events.length;
  await trainer.stepTo(2);
  expect(trainer.events.slice(since).filter(({ type }) => type === 'stopped')).toEqual([]);
  expect(trainer.memory).toEqual(before);
});

test('the run fails when no arm is left', async () => {
  const trainer = await begun([adaptive, naive]);
  const failure = trainer.event('error');
  for (const index of [0, 1]) trainer.client.tune(index, { 'optimizer.lr': 1e30 });
  trainer.client.resume();
  expect(await failure).toMatchObject({
    fatal: true,
    message: expect.stringMatching(/^Every arm/) as string,
  });
  expect(trainer.events.flatMap((event) => (event.type === 'stopped' ? [event.left] : []))).toEqual([1, 0]);
});

test('what is changed before the arms are there is not lost', async () => {
  const early = trainerOf([adaptive, arm('second')]);
  const ready = early.paused(0);
  early.start();
  early.client.tune(1, { 'bootstrap.policy': 'naive' });
  await ready;
  await early.stepTo(STEPS);
  const late = await begun([adaptive, naive]);
  await late.stepTo(STEPS);
  expect(early.losses(1)).toEqual(late.losses(1));
  expect(early.losses(1)).not.toEqual(early.losses(0));
});

test('memory is constant while several arms train and are evaluated', async () => {
  const trainer = await begun([adaptive, naive, byol]);
  await trainer.stepTo(9);
  const early = trainer.memory;
  await trainer.stepTo(23, 9);
  expect(early.tensors).toBeGreaterThan(0);
  expect(trainer.memory).toEqual(early);
});
