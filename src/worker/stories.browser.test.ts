import { afterEach, expect, test } from 'vitest';
import { stepStorySchema, type StepStory } from '../protocol/stepStory.ts';
import { tinyResnet } from '../training/testing.ts';
import { begun, endTrainers, expectSameRun, seldomEvaluated, twoPolicies, type Trainer } from './testing.ts';

/** Over two full windows, and past the end of an epoch. */
const STEPS = 14;

afterEach(endTrainers);

/** Takes a step, the `from`-th, and hears of it in every arm. */
async function toldStep(trainer: Trainer, from: number, arms = 1, image: number | null = null) {
  const stories = Array.from({ length: arms }, (_, arm) =>
    trainer.event('stepTold', (event) => event.arm === arm),
  );
  const arrived = trainer.paused(from + 1);
  trainer.client.step({ arm: 0, image });
  const told = await Promise.all(stories);
  await arrived;
  return told.map(({ story }) => story);
}

test('a run whose every step is told is the run whose steps are taken, to the last bit and byte', async () => {
  const told = await begun(twoPolicies);
  const stories: (StepStory | null)[] = [];
  for (let step = 0; step < STEPS; step += 1) stories.push(...(await toldStep(told, step, 2)));
  const left = await begun(twoPolicies);
  await left.stepTo(STEPS);
  expect(stories).toHaveLength(2 * STEPS);
  for (const story of stories) expect(() => stepStorySchema.parse(story)).not.toThrow();
  await expectSameRun(told, left);
  for (const arm of [0, 1]) {
    // Each tells the records of its own arm, of the same picture as the others.
    const records = stories.filter((_, place) => place % 2 === arm).map((story) => story?.record);
    expect(records).toEqual(left.told(arm).steps);
  }
  for (let step = 0; step < STEPS; step += 1) {
    const [first, second] = [stories[2 * step], stories[2 * step + 1]];
    expect(second?.inspection.image).toBe(first?.inspection.image);
    expect(first?.inspection.step).toBe(step);
  }
});

test('an image of the step is told of where it is asked for, and an open gate is looked for else', async () => {
  const trainer = await begun([twoPolicies[0]]);
  await trainer.stepTo(8);
  const upcoming = async (image: 'next' | 'next-open') => {
    const answer = trainer.event('inspected', (event) => event.image === image);
    trainer.client.inspect(0, image, null, false);
    return (await answer).inspection;
  };
  let opened = 0;
  for (let step = 8; step < 16; step += 1) {
    const [next, open] = [await upcoming('next'), await upcoming('next-open')];
    const inStep = open?.gateOpen === true && open.step === step;
    if (inStep && next?.gateOpen === false) opened += 1;
    const [story] = await toldStep(trainer, step);
    expect(story?.inspection.image).toBe(inStep ? open.image : next?.image);
  }
  // There were steps whose first gate is shut, and another open.
  expect(opened).toBeGreaterThan(0);
  // One of the step that is neither its first nor the one whose gate is open.
  const [next, open] = [await upcoming('next'), await upcoming('next-open')];
  let asked = -1;
  for (let image = 0; image < seldomEvaluated.data.trainImages && asked < 0; image += 1) {
    const answer = trainer.event('inspected', (event) => event.image === image);
    trainer.client.inspect(0, image, null, false);
    const { step, image: found } = (await answer).inspection ?? {};
    if (step === 16 && found !== next?.image && found !== open?.image) asked = image;
  }
  const [story] = await toldStep(trainer, 16, 1, asked);
  expect(story?.inspection.image).toBe(asked);
});

test.each(['dino', 'byol', 'simsiam', 'infonce'] as const)('%s: what a step moves', async (method) => {
  const nnclr = method === 'infonce';
  const trainer = await begun([
    {
      label: method,
      config: {
        ...seldomEvaluated,
        method,
        backbone: method === 'dino' ? seldomEvaluated.backbone : tinyResnet,
        loss: { ...seldomEvaluated.loss, queueLength: 16 },
        optimizer: { ...seldomEvaluated.optimizer, lr: 0.5, clipGradient: 0.01 },
        bootstrap: { ...seldomEvaluated.bootstrap, policy: nnclr ? 'naive' : 'adaptive' },
      },
    },
  ]);
  await trainer.stepTo(9);
  const [story] = await toldStep(trainer, 9);
  if (story === null || story === undefined) throw new Error('The step was not told.');
  const { update, centre, queue, teacher, features, record, kept, inspection, outputsAfter } = story;
  expect(update.gradientNorm).toBeGreaterThan(0);
  expect(update.moved).toBeGreaterThan(0);
  expect(update.weightsNorm).toBeGreaterThan(update.moved);
  expect(update.clipped).toBeGreaterThan(0);
  expect(features.first.length).toBe(features.second.length);
  expect(features.first.some((value) => value !== 0)).toBe(true);
  expect(inspection.outputs?.after).toBe(9);
  expect(outputsAfter?.after).toBe(10);
  expect(outputsAfter?.loss).not.toBe(inspection.outputs?.loss);
  // It was written in an epoch before.
  expect(kept.similarity).not.toBeNull();
  expect(kept.nearest).toHaveLength(seldomEvaluated.bootstrap.topK);
  for (const { image } of kept.nearest)
    expect(inspection.images.some((shown) => shown.image === image)).toBe(true);
  if (method === 'dino' || method === 'byol') {
    // θ_t − θ_s shrinks by m when the teacher follows.
    const { behind = NaN, after = NaN } = teacher ?? {};
    expect(after / behind).toBeCloseTo(record.teacherMomentum, 4);
  } else expect(teacher).toBeNull();
  if (method === 'dino') {
    expect(centre?.momentum).toBe(seldomEvaluated.loss.centerMomentum);
    expect(centre?.moved).toBeGreaterThan(0);
  } else expect(centre).toBeNull();
  expect(queue).toEqual(nnclr ? { length: 16, before: 72, after: 80 } : null);
});

test('a step that there is none of is answered with nothing', async () => {
  const trainer = await begun([{ label: 'short', config: { ...seldomEvaluated, epochs: 1 } }]);
  const finished = trainer.event('status', ({ phase }) => phase === 'finished');
  trainer.client.resume();
  await finished;
  const answer = trainer.event('stepTold');
  trainer.client.step({ arm: 0, image: null });
  expect((await answer).story).toBeNull();
});
