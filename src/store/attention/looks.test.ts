import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Command } from '../../protocol/commands.ts';
import type { Look } from '../../protocol/look.ts';
import { metricsOf, runShape as shape, stepRecord } from '../../protocol/sampleRecords.ts';
import { sampleLook } from '../../protocol/sampleScenes.ts';
import { scriptedPage } from '../testing.ts';
import { lookKey } from './looks.ts';
import { looksOf } from './onPage.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The page takes in what waits while it redraws. */
const settle = () => vi.advanceTimersByTimeAsync(100);

/** A page with a run of three arms that has just begun. */
function page() {
  const scripted = scriptedPage();
  const { choosePreset, play, enter, received, say, runId } = scripted;
  choosePreset('contrast');
  const looks = scripted.page.part(looksOf);
  play();
  const begin = () => {
    for (const arm of [0, 1, 2]) say({ type: 'shape', runId: runId(), arm, shape });
  };
  begin();
  enter('training');
  const questions = () =>
    received().filter((one): one is Extract<Command, { type: 'attend' }> => one.type === 'attend');
  return {
    ...scripted,
    looks,
    begin,
    asked: () => questions().map(({ arm, image }) => [arm, image]),
    /** The worker answers what it was asked last. */
    answer: async (changes: Partial<Look> | null = {}) => {
      const question = questions().at(-1);
      if (question === undefined) throw new Error('Nothing was asked.');
      const { arm, image } = question;
      const look = changes && sampleLook({ image, ...changes });
      say({ type: 'attended', runId: runId(), arm, image, look });
      await settle();
    },
    /** The run has done so many steps. */
    advance: async (steps: number) => {
      say({ ...metricsOf({ steps: [stepRecord(steps - 1, 0)] }), runId: runId() });
      await settle();
    },
    told: (arm: number, image: number) => looks.store.getState().answers.get(lookKey({ arm, image })),
  };
}

it('asks once for what is shown, and keeps the answer with its means and pictures', async () => {
  const { looks, asked, answer, told } = page();
  expect(asked()).toEqual([]);
  looks.watch({ arm: 2, image: 7 });
  looks.watch({ arm: 2, image: 7 });
  expect(asked()).toEqual([[2, 7]]);
  expect(told(2, 7)).toBeUndefined();
  await answer();
  const look = told(2, 7);
  expect(look).toMatchObject({ arm: 2, image: 7, step: 12 });
  const [teacher] = look?.networks ?? [];
  expect(teacher?.maps.map(({ label }) => label)).toEqual(['head 1', 'head 2', 'mean']);
  expect(teacher?.maps[2]?.own).toBeCloseTo(0.3, 6);
  expect([...(teacher?.maps[2]?.shares ?? [])].map((share) => share.toFixed(3))).toEqual([
    '0.500',
    '0.100',
    '0.050',
    '0.050',
  ]);
  expect(teacher?.parts).toMatchObject({ size: 2 });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked()).toHaveLength(1);
});

it('asks again after steps, at most every four seconds while the run goes on, and at once when it is paused', async () => {
  const { looks, asked, answer, advance, enter } = page();
  looks.watch({ arm: 2, image: 7 });
  await answer();
  await advance(1);
  await advance(2);
  expect(asked()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(asked()).toHaveLength(2);
  await answer();
  await advance(3);
  enter('paused', 3);
  expect(asked()).toHaveLength(3);
  await answer();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked()).toHaveLength(3);
});

it('asks for one after the other, the newest first, and never again for what is shown no more', async () => {
  const { looks, asked, answer, told, advance, enter } = page();
  const end = looks.watch({ arm: 2, image: 7 });
  looks.watch({ arm: 1, image: 8 });
  expect(asked()).toEqual([[2, 7]]);
  await answer();
  expect(asked()).toEqual([
    [2, 7],
    [1, 8],
  ]);
  await answer(null);
  expect(told(1, 8)).toBeNull();
  end();
  expect(told(2, 7)).toBeUndefined();
  await advance(1);
  enter('paused', 1);
  expect(asked().slice(2)).toEqual([[1, 8]]);
  await answer();
  expect(told(1, 8)).toMatchObject({ image: 8 });
  expect(asked()).toHaveLength(3);
});

it('forgets what the networks looked at when they begin again, and what was asked before that', async () => {
  const { looks, asked, answer, told, begin } = page();
  looks.watch({ arm: 2, image: 7 });
  await answer();
  begin();
  expect(told(2, 7)).toBeUndefined();
  await settle();
  const before = asked().length;
  expect(before).toBeGreaterThan(1);
  await answer({ step: 0 });
  expect(told(2, 7)).toMatchObject({ step: 0 });
});

it('waits for the run to be ready, and asks no more once the arm has stopped', async () => {
  const { looks, asked, answer, enter, say, runId, told } = page();
  enter('preparing');
  looks.watch({ arm: 0, image: 3 });
  expect(asked()).toEqual([]);
  enter('training');
  expect(asked()).toEqual([[0, 3]]);
  await answer();
  say({ type: 'stopped', runId: runId(), arm: 0, message: 'diverged', left: 2 });
  await settle();
  await answer(null);
  expect(told(0, 3)).toBeNull();
});
