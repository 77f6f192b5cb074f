import { afterEach, describe, expect, test } from 'vitest';
import type { ExperimentConfig } from '../config/schema.ts';
import type { BackendName } from '../protocol/device.ts';
import { setUpBackend } from '../tensor/backend.ts';
import * as tf from '../tensor/tf.ts';
import { tinyConfig, tinyResnet, TinyRun } from './testing.ts';

/** In the middle of the third epoch, with a full window and a part of an epoch recorded. */
const INTERRUPTION = 10;
/** In the fourth epoch, whose positives follow from what the third recorded. */
const END = 14;

const { optimizer, bootstrap, head } = tinyConfig;

const dino = tinyConfig;
const byol: ExperimentConfig = {
  ...tinyConfig,
  method: 'byol',
  backbone: tinyResnet,
  optimizer: { ...optimizer, kind: 'sgd' },
  bootstrap: { ...bootstrap, policy: 'window', representation: 'mean' },
};
const simsiam: ExperimentConfig = {
  ...tinyConfig,
  method: 'simsiam',
  optimizer: { ...optimizer, kind: 'lars' },
};
const nnclr: ExperimentConfig = {
  ...tinyConfig,
  method: 'infonce',
  bootstrap: { ...bootstrap, policy: 'naive' },
};
const dinoResnet: ExperimentConfig = {
  ...tinyConfig,
  backbone: tinyResnet,
  head: { ...head, batchNorm: true, normLastLayer: false },
  bootstrap: { ...bootstrap, policy: 'naive' },
};

/** The parts of runs that tests leave behind when they fail. */
const live: TinyRun[] = [];
const begun = (run: TinyRun): TinyRun => {
  live.push(run);
  return run;
};
afterEach(() => {
  for (const run of live.splice(0)) run.dispose();
});

async function uninterrupted(config: ExperimentConfig) {
  const run = await begun(new TinyRun(config)).trainTo(END);
  return { losses: run.losses, file: await run.save() };
}

/** Saved and taken up again on the way. */
async function interrupted(config: ExperimentConfig) {
  const before = await begun(new TinyRun(config)).trainTo(INTERRUPTION);
  const saved = await before.save();
  const after = await begun(TinyRun.from(saved, dino)).trainTo(END);
  return { losses: [...before.losses, ...after.losses], file: await after.save() };
}

/** Where two files differ first, −1 = nowhere. */
const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.length === b.length ? a.findIndex((byte, index) => byte !== b[index]) : Math.min(a.length, b.length);

interface Case {
  backend: BackendName;
  name: string;
  config: ExperimentConfig;
}

// On WASM a method without a teacher's distribution comes first: its NaN statistics once poisoned stock ops.
const exact: Case[] = [
  { backend: 'wasm', name: 'nnclr, whose queue goes with it', config: nnclr },
  { backend: 'wasm', name: 'simsiam, LARS', config: simsiam },
  { backend: 'wasm', name: 'byol with a ResNet, SGD', config: byol },
  { backend: 'wasm', name: 'dino', config: dino },
  { backend: 'wasm', name: 'dino with a ResNet and BatchNorm in the head', config: dinoResnet },
];

describe('the same seed gives the same run, and an interruption leaves no trace, to the last bit', () => {
  const repeats = async ({ backend, config }: Omit<Case, 'name'>) => {
    await setUpBackend(backend);
    const first = await uninterrupted(config);
    const second = await uninterrupted(config);
    const third = await interrupted(config);
    expect(first.losses).toHaveLength(END);
    expect(second.losses).toEqual(first.losses);
    expect(difference(second.file, first.file)).toBe(-1);
    expect(third.losses).toEqual(first.losses);
    expect(difference(third.file, first.file)).toBe(-1);
  };

  test.each(exact)('$backend: $name', repeats);
  // Plain JavaScript gets the method of the paper; convolutions on it would take minutes.
  test('cpu: dino', { tags: ['slow'] }, () => repeats({ backend: 'cpu', config: dino }));
});

// No kernel of a step of DINO sums in an order that is left to chance. Whether that is enough on a graphics
// card is its driver's affair; on the software adapter, which these tests have, it is. The tests of replayed steps
// hold it to the same through two epochs, always.
test('on WebGPU’s software adapter too', { tags: ['slow'] }, async () => {
  await setUpBackend('webgpu');
  const first = await uninterrupted(dino);
  const second = await interrupted(dino);
  expect(first.losses).toHaveLength(END);
  expect(second.losses).toEqual(first.losses);
  expect(difference(second.file, first.file)).toBe(-1);
});

test('another seed gives another run', async () => {
  await setUpBackend('wasm');
  const first = await uninterrupted(dino);
  const second = await uninterrupted({ ...dino, seed: dino.seed + 1 });
  expect(second.losses).not.toEqual(first.losses);
});

test('what was tuned while it ran is part of a run', async () => {
  await setUpBackend('wasm');
  const tuned = async (interrupt: boolean) => {
    let run = await begun(new TinyRun(dino)).trainTo(INTERRUPTION - 1);
    run.run.tune({ 'optimizer.lr': 0.01, 'bootstrap.policy': 'none' });
    await run.trainTo(INTERRUPTION);
    if (interrupt) run = begun(TinyRun.from(await run.save(), dino));
    return (await run.trainTo(END)).save();
  };
  const first = await tuned(false);
  expect(difference(await tuned(true), first)).toBe(-1);
  expect(difference((await uninterrupted(dino)).file, first)).not.toBe(-1);
});

test('nothing is left on the device when a run taken up from a file ends', async () => {
  await setUpBackend('wasm');
  const before = tf.memory().numTensors;
  const run = await new TinyRun(dino).trainTo(3);
  const resumed = await TinyRun.from(await run.save(), dino).trainTo(5);
  run.dispose();
  resumed.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
