import { beforeAll, describe, expect, test } from 'vitest';
import { drawStream, PositiveSelector, type Policy } from '../../adasim/selection.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import { augment } from '../../tensor/ops/augment.ts';
import * as tf from '../../tensor/tf.ts';
import { PairFeed } from '../pairFeed.ts';
import { tinyConfig, TinyRun } from '../testing.ts';

/** Five epochs of four steps, and two of 16 images that the incomplete batch leaves out in each. */
const STEPS_PER_EPOCH = 4;
const EPOCHS = 5;
const config = (policy: Policy, changes: Partial<ExperimentConfig['bootstrap']> = {}): ExperimentConfig => ({
  ...tinyConfig,
  data: { ...tinyConfig.data, trainImages: 18 },
  bootstrap: { ...tinyConfig.bootstrap, policy, ...changes },
});

const inspected = (tiny: TinyRun, image: number, epoch: number | null): Inspection => {
  const inspection = tiny.run.inspect(image, epoch);
  if (inspection === undefined) throw new Error(`Nothing is known of image ${image} in epoch ${epoch}.`);
  return inspection;
};

const everyImage = ({ dataset }: TinyRun): number[] =>
  Array.from({ length: dataset.train.count }, (_, image) => image);

beforeAll(async () => {
  await setUpBackend('wasm');
});

describe('an inspection tells what the run did', () => {
  test.each([
    ['adaptive', {}],
    ['window', {}],
    ['naive', {}],
    ['naive', { includeSelf: true }],
    ['none', {}],
  ] as const)('policy %s %j: for every image of every epoch', async (policy, changes) => {
    const tiny = new TinyRun(config(policy, changes));
    const { bootstrap, seed } = tiny.config;
    const expected: Inspection['positive'][][] = [];
    let drawn = 0;
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      const { selection } = await tiny.run.capture();
      const selector = new PositiveSelector(tiny.run.window);
      expected.push([...selection.positives]);
      for (const image of everyImage(tiny)) {
        const told = inspected(tiny, image, null);
        const { candidates, scores, probabilities, reason } = selector.select(
          image,
          bootstrap,
          drawStream(seed, epoch, image),
        );
        const count = candidates.filter((candidate) => candidate >= 0).length;
        expect(told).toMatchObject({ image, epoch, reason, windowLength: bootstrap.window });
        expect(told.positive).toBe(selection.positives[image]);
        expect(told.gateOpen).toBe(selection.gateOpen[image] === 1);
        expect(told.candidates).toEqual(
          Array.from({ length: count }, (_, rank) => ({
            image: candidates[rank],
            score: scores[rank],
            probability: probabilities[rank],
          })),
        );
        expect(told.ballots).toEqual(ballotsOf(tiny, image, epoch));
        if (reason === 'drawn') drawn += 1;
      }
      await tiny.trainTo((epoch + 1) * STEPS_PER_EPOCH);
    }
    // Later, and in any order, every epoch is told as it was.
    for (let epoch = EPOCHS - 1; epoch >= 0; epoch -= 1)
      expect(everyImage(tiny).map((image) => inspected(tiny, image, epoch).positive)).toEqual(
        expected[epoch],
      );
    expect(drawn > 0).toBe(policy === 'adaptive' || policy === 'window');
    tiny.dispose();
  });

  test('its views are the pixels that the step computes on', async () => {
    const tiny = await new TinyRun(config('naive')).trainTo(2 * STEPS_PER_EPOCH);
    const { seed, batchSize, augmentation } = tiny.config;
    const { train, trainBlocks: blocks } = tiny.dataset;
    const feed = new PairFeed({ seed, blocks, batchSize, imageSize: train.size, augmentation });
    const { selection } = await tiny.run.capture();
    const seen = new Set<number>();
    let bootstrapped = 0;
    for (let step = 8; step < 12; step += 1) {
      const { images, positives, parameters } = feed.draw(step, selection.positives);
      const views = await viewsOnDevice(tiny, [...images, ...positives], parameters);
      images.forEach((image, b) => {
        const told = inspected(tiny, image, 2);
        expect(told.step).toBe(step);
        expect(told.views).toHaveLength(2 * train.size * train.size * 4);
        expect(coloursOf(told.views)).toEqual([...(views[b] ?? []), ...(views[batchSize + b] ?? [])]);
        if (told.positive !== image) bootstrapped += 1;
        seen.add(image);
      });
    }
    expect(bootstrapped).toBeGreaterThan(0);
    // The others fall into the incomplete batch: no step trains them.
    const others = everyImage(tiny).filter((image) => !seen.has(image));
    expect(others).toHaveLength(2);
    for (const image of others) {
      expect(inspected(tiny, image, 2)).toMatchObject({ step: null });
      expect(inspected(tiny, image, 2).views).toHaveLength(0);
    }
    tiny.dispose();
  });

  test('its pictures and names are those of the images it speaks of', async () => {
    const tiny = await new TinyRun(config('adaptive')).trainTo(3 * STEPS_PER_EPOCH);
    const { train } = tiny.dataset;
    const told = inspected(tiny, 5, null);
    expect(told.images[0]).toMatchObject({ image: 5, isSelf: true, sameIdentity: true });
    const numbers = told.images.map(({ image }) => image);
    expect(new Set(numbers).size).toBe(numbers.length);
    const spokenOf = [
      told.positive,
      ...told.candidates,
      ...told.ballots.flatMap(({ neighbours }) => neighbours),
    ];
    for (const one of spokenOf) expect(numbers).toContain(typeof one === 'number' ? one : one.image);
    told.images.forEach(({ image, label, sameLabel, name }, place) => {
      const bytes = train.size * train.size * 4;
      const picture = told.thumbnails.subarray(place * bytes, (place + 1) * bytes);
      const stored = train.images.subarray((image * bytes * 3) / 4, ((image + 1) * bytes * 3) / 4);
      expect(coloursOf(picture)).toEqual([...stored]);
      expect(label).toBe(train.labels[image]);
      expect(sameLabel).toBe(train.labels[image] === train.labels[5]);
      expect(name).not.toBe('');
    });
    tiny.dispose();
  });
});

test('settings are those of the epoch, not those of today', async () => {
  const tiny = await new TinyRun(config('adaptive')).trainTo(9);
  tiny.run.tune({ 'bootstrap.policy': 'window', 'bootstrap.temperature': 0.1 });
  expect(inspected(tiny, 0, null).settings).toMatchObject({ policy: 'adaptive', temperature: 0.5 });
  await tiny.trainTo(12);
  expect(inspected(tiny, 0, null)).toMatchObject({
    epoch: 3,
    settings: { policy: 'window', temperature: 0.1 },
  });
  expect(inspected(tiny, 0, 2).settings).toMatchObject({ policy: 'adaptive', temperature: 0.5 });
  tiny.dispose();
});

test('an epoch that is not known gives way to the nearest that is, and no image is made up', async () => {
  const tiny = await new TinyRun(config('adaptive')).trainTo(9);
  expect(inspected(tiny, 3, 99)).toEqual(inspected(tiny, 3, 2));
  expect(inspected(tiny, 3, -1)).toEqual(inspected(tiny, 3, 0));
  for (const image of [-1, 18, NaN]) expect(tiny.run.inspect(image, null)).toBeUndefined();
  tiny.dispose();
});

test('a run from a checkpoint knows the epochs since, and the window that the file brought', async () => {
  const whole = await new TinyRun(config('adaptive')).trainTo(14);
  const opened = TinyRun.from(await whole.save(), whole.config);
  expect(opened.run.inspect(0, null)?.known).toEqual({ first: 3, newest: 3, dropped: false });
  for (const image of everyImage(whole))
    expect(inspected(opened, image, 3)).toEqual({
      ...inspected(whole, image, 3),
      known: { first: 3, newest: 3, dropped: false },
    });
  whole.dispose();
  opened.dispose();
});

test('where a checkpoint was tuned, its epoch under way is not guessed at', async () => {
  const whole = await new TinyRun(config('adaptive')).trainTo(13);
  whole.run.tune({ 'bootstrap.temperature': 0.02 });
  const opened = TinyRun.from(await whole.save(), whole.config);
  expect(opened.run.inspect(0, null)).toBeUndefined();
  await opened.trainTo(16);
  expect(inspected(opened, 0, null)).toMatchObject({ epoch: 4, settings: { temperature: 0.02 } });
  whole.dispose();
  opened.dispose();
});

test('nothing is left on the device', async () => {
  const tiny = await new TinyRun(config('adaptive')).trainTo(9);
  const before = tf.memory();
  for (const image of everyImage(tiny)) inspected(tiny, image, 1);
  expect(tf.memory()).toEqual(before);
  tiny.dispose();
});

test('InfoNCE with naive neighbours pairs embeddings: every image is its own positive', async () => {
  const tiny = await new TinyRun({ ...config('naive'), method: 'infonce' }).trainTo(8);
  for (const image of everyImage(tiny))
    expect(inspected(tiny, image, null)).toMatchObject({
      positive: image,
      reason: 'baseline',
      bootstrapsEmbeddings: true,
    });
  tiny.dispose();
});

/** The epochs of the run's own window, oldest first. */
function ballotsOf({ run: { window } }: TinyRun, image: number, epoch: number): Inspection['ballots'] {
  const { topK } = window;
  return window.history.map(({ neighbours, similarities }, w) => ({
    epoch: epoch - window.epochs + w,
    neighbours: Array.from({ length: topK }, (_, rank) => ({
      image: neighbours[image * topK + rank] ?? -1,
      similarity: similarities[image * topK + rank] ?? 0,
    })).filter((neighbour) => neighbour.image >= 0),
  }));
}

/** What the kernel of the run makes of it, back in bytes. */
async function viewsOnDevice(
  { images, dataset }: TinyRun,
  rows: number[],
  parameters: Float32Array,
): Promise<number[][]> {
  const packed = await images.atLeast(dataset.train.count);
  const identity = { mean: [0, 0, 0], std: [1, 1, 1] };
  const views = tf.tidy(() => augment(packed, tf.tensor1d(rows, 'int32'), parameters, identity));
  const values = await views.data();
  views.dispose();
  const length = values.length / rows.length;
  return rows.map((_, row) =>
    [...values.subarray(row * length, (row + 1) * length)].map((value) => Math.round(255 * value)),
  );
}

/** RGB of RGBA. */
const coloursOf = (rgba: Uint8ClampedArray): number[] => [...rgba].filter((_, index) => index % 4 < 3);
