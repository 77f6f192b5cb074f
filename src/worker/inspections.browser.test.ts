import { afterEach, expect, test } from 'vitest';
import type { Inspected } from '../protocol/commands.ts';
import { tinyConfig } from '../training/testing.ts';
import { begun, endTrainers, expectSameRun, seldomEvaluated, twoPolicies, type Trainer } from './testing.ts';

const STEPS = 14;
const images = Array.from({ length: tinyConfig.data.trainImages }, (_, image) => image);
afterEach(endTrainers);

/** Asks, and waits for the answer. */
async function ask(trainer: Trainer, image: Inspected, epoch: number | null = null, arm = 0) {
  const answer = trainer.event('inspected', (event) => event.arm === arm && event.image === image);
  trainer.client.inspect(arm, image, epoch, true);
  return (await answer).inspection;
}

test('a run that is inspected at every step is the run that is not, to the last bit and byte', async () => {
  const inspected = await begun(twoPolicies);
  for (let step = 0; step < STEPS; step += 1) {
    for (const arm of [0, 1]) await ask(inspected, images[step] ?? 0, null, arm);
    await ask(inspected, 'next-open', 0);
    await inspected.stepTo(step + 1, step);
  }
  const left = await begun(twoPolicies);
  await left.stepTo(STEPS);
  expect(inspected.all('inspected')).toHaveLength(3 * STEPS);
  const losses = inspected.all('inspected').flatMap(({ inspection }) => inspection?.outputs?.loss ?? []);
  expect(losses).toHaveLength(3 * STEPS);
  // What is made of a pair changes with the weights.
  expect(new Set(losses).size).toBeGreaterThan(STEPS);
  await expectSameRun(inspected, left);
});

test('questions are answered while a run trains, while it is paused and when it is finished', async () => {
  const trainer = await begun([{ label: 'adaptive', config: { ...seldomEvaluated, epochs: 400 } }]);
  trainer.client.resume();
  expect(await ask(trainer, 3)).toMatchObject({ image: 3 });
  trainer.client.pause();
  await trainer.event('status', ({ phase }) => phase === 'paused');
  const paused = await ask(trainer, 4);
  expect(await ask(trainer, 4)).toEqual(paused);

  const short = await begun([{ label: 'adaptive', config: { ...seldomEvaluated, epochs: 3 } }]);
  const finished = short.event('status', ({ phase }) => phase === 'finished');
  short.client.resume();
  await finished;
  expect(await ask(short, 5)).toMatchObject({ epoch: 3, step: expect.any(Number) as number });
  expect(await ask(short, 5, 2)).toMatchObject({ epoch: 2, known: { first: 0, newest: 3 } });
});

test('what nobody knows is answered with nothing: of an arm that has stopped, of no such image', async () => {
  const trainer = await begun(twoPolicies);
  await trainer.stepTo(2);
  expect(await ask(trainer, 16)).toBeNull();
  const stopped = trainer.event('stopped', ({ arm }) => arm === 1);
  trainer.client.tune(1, { 'optimizer.lr': 1e30 });
  await trainer.stepTo(STEPS, 2);
  await stopped;
  expect(await ask(trainer, 3, null, 1)).toBeNull();
  expect(await ask(trainer, 3)).toMatchObject({ epoch: 3 });
});
