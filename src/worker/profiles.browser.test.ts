import { afterEach, expect, test } from 'vitest';
import type { NamedArms } from '../config/armLabels.ts';
import { tinyConfig } from '../training/testing.ts';
import { begun, endTrainers } from './testing.ts';

const config = { ...tinyConfig, epochs: 40, evaluation: { ...tinyConfig.evaluation, everyEpochs: 2 } };
const adaptive = { label: 'adaptive', config };
const naive = {
  label: 'naive',
  config: { ...config, bootstrap: { ...config.bootstrap, policy: 'naive' } },
} as const;

afterEach(endTrainers);

async function isMeasuredUnchanged(arms: NamedArms): Promise<void> {
  const measured = await begun(arms);
  await measured.stepTo(3);
  const memory = measured.memory;
  const since = measured.events.length;
  measured.client.profile();
  const { arm, profile } = await measured.event('profiled', undefined, since);
  expect(arm).toBe(0);
  expect(profile.step).toBe(3);
  const { step } = await measured.event('status', ({ phase }) => phase === 'paused', since);
  expect(step).toBeGreaterThan(3);
  expect(measured.memory).toEqual(memory);
  await measured.stepTo(step + 3, step);

  const plain = await begun(arms);
  await plain.stepTo(step + 3);
  for (const [index] of arms.entries()) {
    expect(measured.losses(index).size).toBe(step + 3);
    expect(measured.losses(index)).toEqual(plain.losses(index));
    expect(measured.told(index).epochs).toEqual(plain.told(index).epochs);
    expect(new Uint8Array((await measured.save(index)).bytes)).toEqual(
      new Uint8Array((await plain.save(index)).bytes),
    );
  }
}

test('a run is measured while paused: its numbers are those of a run that was not', () =>
  isMeasuredUnchanged([adaptive]));

test('so is one of two arms', { tags: ['slow'] }, () => isMeasuredUnchanged([adaptive, naive]));

test('a reset ends the measurement, in a sentence, and the run begins again', async () => {
  const trainer = await begun([adaptive]);
  await trainer.stepTo(2);
  const refusal = trainer.event('error');
  const again = trainer.paused(0);
  trainer.client.profile();
  trainer.client.reset(true);
  expect(await refusal).toMatchObject({
    message: 'Nothing was measured: the run was reset.',
    fatal: false,
    answers: 'profile',
  });
  await again;
  const since = trainer.events.length;
  await trainer.stepTo(2);
  expect(trainer.events.slice(since).filter(({ type }) => type === 'profiled')).toEqual([]);
});
