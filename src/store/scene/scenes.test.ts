import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Command } from '../../protocol/commands.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import { sampleGallery } from '../../protocol/sampleScenes.ts';
import { inspectionOf } from '../inspector/testing.ts';
import { scriptedPage } from '../testing.ts';
import { scenesOf } from './onPage.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page that shows the diagram of a run of three arms; `answer` lets the worker answer what it was asked last. */
function page(isCalm = false) {
  const scripted = scriptedPage({ random: () => 0.5, isCalm: () => isCalm });
  const { choosePreset, play, received, say, runId } = scripted;
  choosePreset('contrast');
  const scenes = scripted.page.part(scenesOf);
  play();
  for (const arm of [0, 1, 2]) say({ type: 'shape', runId: runId(), arm, shape });
  const questions = () =>
    received().filter((one): one is Extract<Command, { type: 'inspect' }> => one.type === 'inspect');
  const answer = async (inspection: Partial<Inspection> | null = {}) => {
    const question = questions().at(-1);
    if (question === undefined) throw new Error('Nothing was asked.');
    const { arm, image, outputs } = question;
    const told = inspection && inspectionOf(inspection);
    say({ type: 'inspected', runId: runId(), arm, image, outputs, inspection: told });
    // The page takes in what waits while it redraws.
    await vi.advanceTimersByTimeAsync(100);
  };
  return {
    ...scripted,
    scenes,
    questions,
    answer,
    /** Every arm answers alike. */
    answerAll: async (inspection: Partial<Inspection> | null = {}) => {
      for (let arm = 0; arm < 3; arm += 1) await answer(inspection);
    },
    last: () => questions().at(-1),
    scene: () => scenes.store.getState().scene,
  };
}

it('asks the arm that is followed for a picture, and the others for the same', async () => {
  const { enter, questions, answer, scene } = page();
  expect(questions()).toEqual([]);
  enter('training');
  expect(questions()).toMatchObject([{ arm: 2, image: 'next-open', epoch: null, outputs: true }]);
  await answer({ image: 7, epoch: 3 });
  await answer({ image: 7, epoch: 3, positive: 7 });
  expect(scene()).toBeNull();
  await answer(null);
  expect(questions().map(({ arm, image, epoch }) => [arm, image, epoch])).toEqual([
    [2, 'next-open', null],
    [0, 7, 3],
    [1, 7, 3],
  ]);
  expect(scene()).toMatchObject({ image: 7, epoch: 3 });
  expect(scene()?.answers.map((one) => one?.positive)).toEqual([7, undefined, 9]);
  expect(scene()?.answers[1]).toBeNull();
});

it('lets a picture stay for four seconds, and prefers an open gate every second time', async () => {
  const { enter, questions, answerAll, last } = page();
  enter('training');
  await answerAll();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(questions()).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(last()).toMatchObject({ image: 'next', arm: 2 });
  await answerAll({ image: 8 });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(last()).toMatchObject({ image: 'next-open' });
});

it('gives who wants no motion twice the time', async () => {
  const { enter, questions, answerAll } = page(true);
  enter('training');
  await answerAll();
  await vi.advanceTimersByTimeAsync(7_000);
  expect(questions()).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(questions()).toHaveLength(4);
});

it('stays while it is held, and goes on at once where the time is up', async () => {
  const { enter, questions, answerAll, scenes } = page();
  enter('training');
  await answerAll();
  scenes.toggleHold();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(questions()).toHaveLength(3);
  scenes.toggleHold();
  expect(questions()).toHaveLength(4);
});

it('stands still with the run, but still shows another picture where that is asked for', async () => {
  const { enter, questions, answerAll, scenes, scene, last } = page();
  enter('training');
  await answerAll();
  enter('paused', 12);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(questions()).toHaveLength(3);
  scenes.showOther();
  expect(last()).toMatchObject({ image: Math.floor(shape.trainImages / 2), arm: 2 });
  await answerAll({ image: 32 });
  expect(scene()?.image).toBe(32);
});

it('shows the first picture of a run that is held before its first step', () => {
  const { enter, questions } = page();
  enter('paused');
  expect(questions()).toHaveLength(1);
});

it('forgets the picture when the run begins again, and what was asked before that', async () => {
  const { enter, answerAll, answer, scene, say, runId, questions } = page();
  enter('training');
  await answerAll();
  await vi.advanceTimersByTimeAsync(4_000);
  for (const arm of [0, 1, 2]) say({ type: 'shape', runId: runId(), arm, shape });
  expect(scene()).toBeNull();
  const asked = questions().length;
  enter('training', 1);
  expect(questions().length).toBeGreaterThan(asked);
  await answer({ image: 3 });
  await answerAll({ image: 3 });
  expect(scene()?.image).toBe(3);
});

it('asks again later where nothing is known yet', async () => {
  const { enter, answerAll, scene, questions } = page();
  enter('training');
  await answerAll(null);
  expect(scene()).toBeNull();
  const asked = questions().length;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(questions().length).toBe(asked + 1);
});

it('goes with the page to an epoch before, stays there, and comes back with it', async () => {
  const { enter, answerAll, say, runId, page: shown, questions, last, scene } = page();
  for (const arm of [0, 1, 2])
    for (const epoch of [0, 1, 2])
      say({ type: 'gallery', runId: runId(), arm, gallery: sampleGallery(4 * epoch, epoch) });
  enter('training');
  await answerAll({ image: 7, epoch: 2 });
  shown.view.showMoment(1);
  expect(last()).toMatchObject({ image: 7, epoch: 1 });
  await answerAll({ image: 7, epoch: 1 });
  expect(scene()).toMatchObject({ image: 7, epoch: 1 });
  const asked = questions().length;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(questions()).toHaveLength(asked);
  shown.view.showMoment(null);
  expect(last()).toMatchObject({ image: 7, epoch: null });
});
