import { afterEach, expect, test } from 'vitest';
import type { NamedArms } from '../config/armLabels.ts';
import { tinyResnet } from '../training/testing.ts';
import { begun, endTrainers, expectSameRun, seldomEvaluated, type Trainer } from './testing.ts';

const STEPS = 10;
const both: NamedArms = [
  { label: 'vit', config: seldomEvaluated },
  { label: 'resnet', config: { ...seldomEvaluated, backbone: tinyResnet } },
];

afterEach(endTrainers);

/** Asks, and waits for the answer. */
async function ask(trainer: Trainer, image: number, arm = 0) {
  const answer = trainer.event('attended', (event) => event.arm === arm && event.image === image);
  trainer.client.attend(arm, image);
  return (await answer).look;
}

test('a run that is looked into at every step is the run that is not, to the last bit and byte', async () => {
  const looked = await begun(both);
  for (let step = 0; step < STEPS; step += 1) {
    for (const arm of [0, 1]) await ask(looked, step, arm);
    await looked.stepTo(step + 1, step);
  }
  const left = await begun(both);
  await left.stepTo(STEPS);
  const looks = looked.all('attended').flatMap(({ look }) => look ?? []);
  expect(looks.map(({ step, image }) => [step, image])).toEqual(
    Array.from({ length: 2 * STEPS }, (_, i) => [Math.floor(i / 2), Math.floor(i / 2)]),
  );
  await expectSameRun(looked, left);
});

test('it is answered while a run trains and while it is paused, and begins again with the run', async () => {
  const trainer = await begun([{ label: 'adaptive', config: { ...seldomEvaluated, epochs: 400 } }]);
  const first = await ask(trainer, 4);
  trainer.client.resume();
  expect(await ask(trainer, 3)).toMatchObject({ image: 3 });
  trainer.client.pause();
  await trainer.event('status', ({ phase }) => phase === 'paused');
  const paused = await ask(trainer, 4);
  expect(await ask(trainer, 4)).toEqual(paused);
  expect(paused?.networks[0]?.weights).not.toEqual(first?.networks[0]?.weights);
  const again = trainer.paused(0);
  trainer.client.reset(true);
  await again;
  expect(await ask(trainer, 4)).toEqual(first);
});

test('what is not there is answered with nothing: no such image, an arm that has stopped', async () => {
  const trainer = await begun(both);
  expect(await ask(trainer, 16)).toBeNull();
  const stopped = trainer.event('stopped', ({ arm }) => arm === 1);
  trainer.client.tune(1, { 'optimizer.lr': 1e30 });
  await trainer.stepTo(STEPS);
  await stopped;
  expect(await ask(trainer, 3, 1)).toBeNull();
  expect(await ask(trainer, 3)).toMatchObject({ image: 3, step: STEPS });
});
