import { afterEach, expect, test } from 'vitest';
import type { ExperimentConfig } from '../config/schema.ts';
import { tinyConfig, tinyResnet } from '../training/testing.ts';
import { endLosingTrainers, losingTrainer } from './losingTrainer.ts';
import type { EventOf } from './testing.ts';

/** In the fourth epoch, whose positives follow from what the third recorded. */
const STEPS = 14;

/** Of few shaders: compiling them is what these seconds go into, so that one test tries all. */
const config: ExperimentConfig = {
  ...tinyConfig,
  method: 'simsiam',
  backbone: { ...tinyResnet, widths: [4], blocks: [1] },
  head: { ...tinyConfig.head, layers: 1 },
  optimizer: { ...tinyConfig.optimizer, kind: 'sgd' },
  evaluation: { ...tinyConfig.evaluation, everyEpochs: 2 },
};
const arms = [{ label: 'SimSiam', config }] as const;
afterEach(endLosingTrainers);

const compiling = ({ phase, detail }: EventOf<'status'>): boolean =>
  phase === 'preparing' && /^Compiling shaders, \d+ of \d+$/.test(detail ?? '');

test('WebGPU says how far it is with its shaders; a run that is ended meanwhile gives way to the next, which outlives its device to the last bit', async () => {
  const trainer = losingTrainer(arms);
  const first = trainer.begin();
  expect((await trainer.event('status', compiling, 0)).step).toBe(0);
  // What the first had asked for may all be compiled by now, so that this one has nothing to say of it.
  const second = trainer.begin();
  expect(second).not.toBe(first);
  await trainer.event('status', ({ runId, phase }) => runId === second && phase === 'paused');
  const since = trainer.events.findIndex(({ type, runId }) => type === 'shape' && runId === second);

  await trainer.stepTo(6);
  // Of whichever step: on a slow device it is minutes from one to the next.
  await trainer.captured();
  await trainer.stepTo(9, 6);
  // Commands of the tenth step, which is replayed, are under way.
  trainer.lose('submitting', 5);
  await trainer.stepTo(STEPS, 9);
  const outcome = await trainer.outcome(since);
  expect(trainer.workers).toHaveLength(2);
  expect(trainer.notices).toEqual([
    expect.stringMatching(/^The graphics device was lost.*; the run is restored at step \d+\.$/),
  ]);
  expect([...trainer.losses().keys()]).toEqual(Array.from({ length: STEPS }, (_, step) => step));
  expect(outcome).toEqual(await trainer.again(STEPS));
});
