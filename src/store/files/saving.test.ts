import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runShape as shape, stepRecord } from '../../protocol/sampleRecords.ts';
import { file, pausedPage, quickPage, type ScriptedPage } from '../testing.ts';
import { whyNotSave } from './whyNotSave.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The worker has written the arm's checkpoint. */
const exported = ({ say, runId }: ScriptedPage, arm = 0) =>
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
    const { openFile, endingsStore, decide, told } = pausedPage(5);
    await openFile(file());
    expect(endingsStore.getState().asked).toMatchObject({ question: 'Open run.safetensors?', verb: 'open' });
    expect(told()).toEqual(['start']);
    await decide('cancel');
    expect(endingsStore.getState().asked).toBeNull();
    expect(told()).toEqual(['start']);

    await openFile(file());
    await decide('discard');
    expect(told()).toEqual(['start', 'start']);
  });

  it('is saved first where that is wanted, and given up only then', async () => {
    const all = pausedPage(5);
    await all.openFile(file());
    const decided = all.decide('save');
    expect(all.told()).toEqual(['start', 'export']);
    exported(all);
    await decided;
    expect(all.told()).toEqual(['start', 'export', 'start']);
  });

  it('is saved arm by arm, those that have not stopped', async () => {
    const all = quickPage();
    all.choosePreset('contrast');
    all.togglePlay();
    for (const arm of [0, 1, 2]) all.say({ type: 'shape', runId: all.runId(), arm, shape });
    all.say({ type: 'stopped', runId: all.runId(), arm: 1, message: 'No.', left: 2 });
    all.enter('paused', 5);
    expect(whyNotSave('checkpoint', all.runStore.getState(), 1)).toMatch(/^This arm has stopped/);
    await all.openFile(file());
    const decided = all.decide('save');
    for (const arm of [0, 2]) {
      await vi.waitFor(() => expect(all.received().at(-1)).toMatchObject({ type: 'export', arm }));
      exported(all, arm);
    }
    await decided;
    expect(all.told()).toEqual(['start', 'export', 'export', 'start']);
  });

  it('is kept when it cannot be saved', async () => {
    const { openFile, decide, messages, told, say, runId } = pausedPage(5);
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

  it('is asked for again when it has begun again, though it comes to the step of the file', () => {
    const all = pausedPage(5);
    exported(all);
    expect(all.hasUnsavedSteps()).toBe(false);
    all.say({ type: 'shape', runId: all.runId(), arm: 0, shape });
    all.say({
      type: 'metrics',
      runId: all.runId(),
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
    all.enter('paused', 5);
    expect(all.hasUnsavedSteps()).toBe(true);
  });

  it('is not asked for before its first step, nor where it was opened', async () => {
    const { openFile, told, say, runId, enter, opened } = pausedPage(0);
    await openFile(file());
    opened();
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('paused', 120);
    await openFile(file());
    expect(told()).toEqual(['start', 'start', 'start']);
  });
});
