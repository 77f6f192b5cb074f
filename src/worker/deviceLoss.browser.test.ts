import { afterEach, describe, expect, test } from 'vitest';
import type { NamedArms } from '../config/armLabels.ts';
import { tinyConfig, tinyResnet } from '../training/testing.ts';
import { endLosingTrainers, losingTrainer, type LosingTrainer } from './losingTrainer.ts';

/** In the fourth epoch, whose positives follow from what the third recorded. */
const STEPS = 14;

const config = { ...tinyConfig, evaluation: { ...tinyConfig.evaluation, everyEpochs: 2 } };
/** Of few shaders. */
const simsiam = { label: 'SimSiam', config: { ...config, method: 'simsiam', backbone: tinyResnet } } as const;
const adaptive = { label: 'adaptive', config };
const naive = {
  label: 'naive',
  config: { ...config, bootstrap: { ...config.bootstrap, policy: 'naive' } },
} as const;

afterEach(endLosingTrainers);

/** Paused at the step, all evaluated. */
async function begunAt(step: number, arms: NamedArms): Promise<LosingTrainer> {
  const trainer = losingTrainer(arms);
  const ready = trainer.paused(0);
  trainer.begin();
  await ready;
  if (step > 0) await trainer.stepTo(step);
  return trainer;
}

describe('a device that is lost while the run is', { tags: ['slow'] }, () => {
  /** Trains to the end, and compares that with a run that nothing interrupts. */
  async function expectTheSame(trainer: LosingTrainer): Promise<void> {
    const outcome = await trainer.outcome();
    expect(trainer.workers).toHaveLength(2);
    expect(trainer.notices).toHaveLength(1);
    expect(outcome).toEqual(await trainer.again(STEPS));
  }

  test('compiling, before there is a step', async () => {
    const trainer = losingTrainer([adaptive]);
    const ready = trainer.paused(0);
    trainer.begin();
    await trainer.event('status', ({ detail }) => /^Compiling shaders/.test(detail ?? ''), 0);
    trainer.lose('now');
    await ready;
    await trainer.stepTo(STEPS);
    expect(trainer.notices).toEqual([expect.stringMatching(/; the run begins again\.$/)]);
    await expectTheSame(trainer);
  });

  test('evaluating, with a second arm, after changes of the settings', async () => {
    const trainer = await begunAt(5, [adaptive, naive]);
    await trainer.captured(5);
    trainer.client.tune(1, { 'optimizer.lr': 0.01 });
    await trainer.stepTo(7, 5);
    trainer.client.tune(0, { 'bootstrap.temperature': 0.2 });
    const evaluating = trainer.event('status', ({ phase, step }) => phase === 'evaluating' && step === 8);
    trainer.client.step();
    await evaluating;
    const back = trainer.paused(8);
    trainer.lose('reading', 1);
    await back;
    await trainer.stepTo(STEPS, 8);
    const outcome = await trainer.outcome();
    expect(trainer.workers).toHaveLength(2);

    const whole = await begunAt(5, [adaptive, naive]);
    whole.client.tune(1, { 'optimizer.lr': 0.01 });
    await whole.stepTo(7, 5);
    whole.client.tune(0, { 'bootstrap.temperature': 0.2 });
    await whole.stepTo(STEPS, 7);
    expect(outcome).toEqual(await whole.outcome());
  });

  test('exporting: the file that was asked for comes, of the step that was shown', async () => {
    const trainer = await begunAt(6, [adaptive]);
    trainer.lose('reading', 20);
    const { step } = await trainer.save();
    expect(step).toBe(6);
    await trainer.stepTo(STEPS, 6);
    await expectTheSame(trainer);
  });

  test('measuring: it is said, and the run goes on', async () => {
    const trainer = await begunAt(3, [simsiam]);
    await trainer.captured(3);
    const declined = trainer.event('error', ({ answers }) => answers === 'profile');
    trainer.client.profile();
    trainer.lose('submitting', 3);
    expect((await declined).message).toMatch(/^Nothing was measured: the graphics device was lost/);
    await trainer.event('status', ({ phase }) => phase === 'paused');
    expect(trainer.workers).toHaveLength(2);
  });

  test('resting, twice: the run waits with its snapshot, and goes on on WASM', async () => {
    const trainer = await begunAt(6, [simsiam]);
    await trainer.captured(6);
    const restored = trainer.paused(6);
    trainer.client.exportRun(0, 'student');
    trainer.lose('now');
    await restored;
    const stranded = trainer.event('stranded');
    trainer.lose('now');
    expect(await stranded).toMatchObject({ step: 6, snapshot: 6 });
    expect((await trainer.save()).step).toBe(6);
    const back = trainer.paused(6);
    trainer.client.revive({ backend: 'wasm' });
    await back;
    expect(
      (await trainer.event('device', ({ device }) => device.backend === 'wasm', 0)).device,
    ).toBeDefined();
    await trainer.stepTo(STEPS, 6);
    expect([...trainer.losses().keys()]).toEqual(Array.from({ length: STEPS }, (_, index) => index));
    expect(trainer.told().steps).toHaveLength(STEPS);
  });
});
