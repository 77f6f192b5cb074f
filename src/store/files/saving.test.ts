import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runShape as shape, stepRecord } from '../../protocol/sampleRecords.ts';
import {
  enter,
  file,
  freshPage,
  opened,
  page,
  runId,
  running,
  say,
  ScriptedWorker,
  told,
} from '../testing.ts';

beforeEach(() => {
  freshPage();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Downloads go nowhere, and succeed. */
const takeDownloads = () =>
  vi.stubGlobal('document', {
    baseURI: 'https://example.org/',
    createElement: () => ({ click: () => undefined }),
  });

/** The worker has written the arm's checkpoint. */
const exported = (arm = 0) =>
  say({
    type: 'exported',
    runId: runId(),
    arm,
    kind: 'checkpoint',
    step: 5,
    fileName: 'a',
    bytes: new ArrayBuffer(1),
  });

describe('a run that is not saved', () => {
  it('goes on until the person gives it up', async () => {
    const { openFile, openingStore, decide } = await running(5);
    await openFile(file());
    expect(openingStore.getState().waiting?.name).toBe('run.safetensors');
    expect(told()).toEqual(['start']);
    await decide('cancel');
    expect(openingStore.getState().waiting).toBeNull();
    expect(told()).toEqual(['start']);

    await openFile(file());
    await decide('discard');
    expect(told()).toEqual(['start', 'start']);
  });

  it('is saved first where that is wanted, and given up only then', async () => {
    const { openFile, decide } = await running(5);
    takeDownloads();
    await openFile(file());
    const decided = decide('save');
    expect(told()).toEqual(['start', 'export']);
    exported();
    await decided;
    expect(told()).toEqual(['start', 'export', 'start']);
  });

  it('is saved arm by arm, those that have not stopped', async () => {
    const all = await page();
    all.choosePreset('contrast');
    all.togglePlay();
    for (const arm of [0, 1, 2]) say({ type: 'shape', runId: runId(), arm, shape });
    say({ type: 'stopped', runId: runId(), arm: 1, message: 'No.', left: 2 });
    enter('paused', 5);
    takeDownloads();
    expect(all.whyNotSave('checkpoint', all.runStore.getState(), 1)).toMatch(/^This arm has stopped/);
    await all.openFile(file());
    const decided = all.decide('save');
    for (const arm of [0, 2]) {
      await vi.waitFor(() =>
        expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({ type: 'export', arm }),
      );
      exported(arm);
    }
    await decided;
    expect(told()).toEqual(['start', 'export', 'export', 'start']);
  });

  it('is kept when it cannot be saved', async () => {
    const { openFile, decide, messages } = await running(5);
    await openFile(file());
    const decided = decide('save');
    say({
      type: 'error',
      runId: runId(),
      message: 'Nothing was saved: NaN.',
      fatal: false,
      answers: 'export',
    });
    await decided;
    expect(told()).toEqual(['start', 'export']);
    expect(messages()).toEqual(['Nothing was saved: NaN.']);
  });

  it('is asked for again when it has begun again, though it comes to the step of the file', async () => {
    const { hasUnsavedSteps } = await running(5);
    takeDownloads();
    exported();
    expect(hasUnsavedSteps()).toBe(false);
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    say({
      type: 'metrics',
      runId: runId(),
      arm: 0,
      steps: [stepRecord(0, 0)],
      epochs: [],
      evaluations: [],
      stepsPerSecond: 10,
      imagesPerSecond: 640,
      secondsLeft: 3,
      memory: { tensors: 100, bytes: 1e6 },
    });
    vi.runAllTimers();
    enter('paused', 5);
    expect(hasUnsavedSteps()).toBe(true);
  });

  it('is not asked for before its first step, nor where it was opened', async () => {
    const { openFile } = await running(0);
    await openFile(file());
    opened();
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('paused', 120);
    await openFile(file());
    expect(told()).toEqual(['start', 'start', 'start']);
  });
});
