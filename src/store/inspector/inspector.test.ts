import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Command } from '../../protocol/commands.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import { sampleGallery } from '../../protocol/sampleScenes.ts';
import { scriptedPage } from '../testing.ts';
import { inspectionOf } from './testing.ts';

/** A page with a run of three arms under way. */
function page() {
  const scripted = scriptedPage();
  const { choosePreset, play, enter, received, say, runId } = scripted;
  choosePreset('contrast');
  play();
  enter('training');
  /** What was asked, arm by arm. */
  const questions = () =>
    received().filter(
      (command): command is Extract<Command, { type: 'inspect' }> => command.type === 'inspect',
    );
  return {
    ...scripted,
    questions,
    lastQuestion: () => questions().at(-1),
    answer: (arm: number, changes?: Partial<Inspection>) => {
      const told = inspectionOf(changes);
      say({ type: 'inspected', runId: runId(), arm, image: told.image, outputs: false, inspection: told });
      settle();
    },
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The page takes in what waits while it redraws. */
const settle = () => vi.advanceTimersByTime(1000);

it('asks about an image of the arm looked at, and cuts out the pictures of the answer', () => {
  const { inspectImage, inspectorStore, lastQuestion, answer } = page();
  inspectImage(7);
  expect(lastQuestion()).toMatchObject({ arm: 2, image: 7, epoch: null });
  answer(2);
  const told = inspectorStore.getState().answer;
  expect(told).toMatchObject({ arm: 2, positive: 9 });
  expect([...(told?.images.get(9)?.picture.rgba ?? [])]).toEqual([9, 9, 9, 255]);
  expect(told?.views?.map(({ rgba }) => rgba[0])).toEqual([1, 2]);
  answer(2, { step: null, views: new Uint8ClampedArray() });
  expect(inspectorStore.getState().answer?.views).toBeNull();
});

it('asks again when another epoch or arm is chosen, and when an epoch has ended', async () => {
  const { inspectImage, inspectEpoch, showArm, say, runId, questions, lastQuestion } = page();
  inspectImage(7);
  inspectEpoch(1);
  expect(lastQuestion()).toMatchObject({ arm: 2, image: 7, epoch: 1 });
  showArm(0);
  expect(lastQuestion()).toMatchObject({ arm: 0, image: 7, epoch: 1 });
  const asked = questions().length;
  const gallery = { step: 4, epoch: 1, rows: [], size: 1, thumbnails: new Uint8ClampedArray() };
  say({ type: 'gallery', runId: runId(), arm: 1, gallery });
  settle();
  expect(questions()).toHaveLength(asked);
  // Galleries wait for the page to have rested.
  say({ type: 'gallery', runId: runId(), arm: 0, gallery });
  settle();
  await vi.waitFor(() => expect(questions()).toHaveLength(asked + 1));
  inspectImage(8);
  expect(lastQuestion()).toMatchObject({ image: 8, epoch: 1 });
});

it('keeps the answer it has until there is one to the newest question', () => {
  const { inspectImage, inspectorStore, say, runId, answer } = page();
  inspectImage(7);
  answer(2);
  const before = inspectorStore.getState().answer;
  inspectImage(8);
  answer(2);
  answer(1, { image: 8 });
  expect(inspectorStore.getState().answer).toBe(before);
  // Another part of the page has asked for it.
  say({ type: 'inspected', runId: runId(), arm: 2, image: 8, outputs: true, inspection: null });
  settle();
  expect(inspectorStore.getState().answer).toBe(before);
  say({ type: 'inspected', runId: runId(), arm: 2, image: 8, outputs: false, inspection: null });
  settle();
  expect(inspectorStore.getState().answer).toBeNull();
});

it('begins again with the arm, with an image that is there', () => {
  const { inspectImage, inspectEpoch, inspectorStore, say, runId, lastQuestion } = page();
  inspectImage(7000);
  inspectEpoch(1);
  say({ type: 'shape', runId: runId(), arm: 2, shape });
  expect(inspectorStore.getState()).toEqual({ image: 63, epoch: null, answer: undefined, noneOpen: false });
  expect(lastQuestion()).toMatchObject({ image: 63, epoch: null });
});

it('asks nothing once it is closed', () => {
  const { inspectImage, close, showArm, inspectorStore, questions, answer } = page();
  inspectImage(7);
  answer(2);
  close();
  showArm(1);
  expect(questions()).toHaveLength(1);
  expect(inspectorStore.getState()).toEqual({ image: null, epoch: null, answer: undefined, noneOpen: false });
});

it('finds an image whose gate is open, wherever it was turned, and says where there is none', () => {
  const { inspectImage, inspectEpoch, page: whole, inspectorStore, lastQuestion, say, runId } = page();
  inspectImage(7);
  inspectEpoch(1);
  whole.inspector.inspectOpen();
  const asked = lastQuestion();
  expect(asked).toMatchObject({ arm: 2, image: { openAfter: 7 }, epoch: null });
  const answerWith = (inspection: Inspection | null) => {
    say({ type: 'inspected', runId: runId(), arm: 2, image: { openAfter: 7 }, outputs: false, inspection });
    settle();
  };
  answerWith(null);
  expect(inspectorStore.getState()).toMatchObject({ image: 7, epoch: null, noneOpen: true });
  answerWith(inspectionOf({ image: 9, gateOpen: true }));
  expect(inspectorStore.getState()).toMatchObject({
    image: 9,
    noneOpen: false,
    answer: { image: 9, arm: 2 },
  });
});

it('has one epoch with the gallery, whichever of the two is turned', async () => {
  const { inspectImage, inspectEpoch, page: whole, inspectorStore, lastQuestion, say, runId } = page();
  const { view, run } = whole;
  for (const epoch of [1, 2, 3])
    say({ type: 'gallery', runId: runId(), arm: 2, gallery: sampleGallery(4 * epoch, epoch) });
  settle();
  await vi.waitFor(() => expect(run.store.getState().arms[2]?.album.moments).toHaveLength(3));
  inspectImage(7);
  view.showMoment(0);
  expect(inspectorStore.getState().epoch).toBe(1);
  expect(lastQuestion()).toMatchObject({ image: 7, epoch: 1 });
  inspectEpoch(2);
  expect(view.store.getState().moment).toBe(1);
  // Before the first gallery there are pairs, which it cannot show.
  inspectEpoch(0);
  expect(view.store.getState().moment).toBe(1);
  inspectEpoch(null);
  expect(view.store.getState().moment).toBeNull();
  view.showMoment(1);
  view.showMoment(null);
  expect(inspectorStore.getState().epoch).toBeNull();
  expect(lastQuestion()).toMatchObject({ image: 7, epoch: null });
});
