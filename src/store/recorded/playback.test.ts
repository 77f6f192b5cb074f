import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordedRunJson } from '../../protocol/recordedRun.ts';
import { freshPage, recordedRun, told } from '../testing.ts';

/** The stores are one per page, so every test loads a page of its own. */
async function page() {
  const experiment = await import('../experiment/experiment.ts');
  const run = await import('../run/run.ts');
  const saving = await import('../files/saving.ts');
  const playback = await import('./playback.ts');
  return { ...experiment, ...run, ...saving, ...playback };
}

type Page = Awaited<ReturnType<typeof page>>;

/** What the host answers for the recording. */
let answer: () => Promise<Response>;
let answers: Promise<Response>[];
const fetching = vi.fn<(address: URL) => Promise<Response>>(() => {
  const answered = answer();
  answers.push(answered);
  return answered;
});

/** A page that has come to rest with the recording, or without. */
async function opened(preset?: Parameters<Page['choosePreset']>[0]) {
  const all = await page();
  if (preset !== undefined) all.choosePreset(preset);
  all.playRecordings();
  await settled();
  return all;
}

/** The recording is fetched and its parser loaded. */
async function settled() {
  await Promise.allSettled(answers);
  await import('../../protocol/recordedRun.ts');
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  freshPage();
  fetching.mockClear();
  answers = [];
  vi.stubGlobal('fetch', fetching);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  answer = () => Promise.resolve(new Response(recordedRunJson(recordedRun)));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const shown = ({ runStore, playbackStore }: Page) => {
  const { phase, step, arms } = runStore.getState();
  const { recording, playing } = playbackStore.getState();
  return { phase, step, arms: arms.length, playing, recording: recording?.preset };
};
const nothing = { phase: 'idle', step: 0, arms: 0, playing: false, recording: undefined };

describe('the recording', () => {
  it('plays on the default page from its first step to its last, and then stays', async () => {
    const all = await opened();
    expect(String(fetching.mock.calls[0]?.[0])).toBe('https://example.org/recorded/contrast.json');
    expect(shown(all)).toEqual({ phase: 'recorded', step: 0, arms: 3, playing: true, recording: 'contrast' });
    vi.advanceTimersByTime(6_000);
    expect(shown(all)).toMatchObject({ step: 4, playing: true });
    vi.advanceTimersByTime(60_000);
    expect(shown(all)).toEqual({
      phase: 'recorded',
      step: 8,
      arms: 3,
      playing: false,
      recording: 'contrast',
    });
    expect(told()).toEqual([]);
  });

  it('is paused, goes on where it was, and is played again from its end', async () => {
    const all = await opened();
    vi.advanceTimersByTime(3_000);
    all.togglePlayback();
    vi.advanceTimersByTime(60_000);
    expect(shown(all)).toMatchObject({ step: 2, playing: false });
    all.togglePlayback();
    vi.advanceTimersByTime(3_000);
    expect(shown(all)).toMatchObject({ step: 4, playing: true });
    vi.advanceTimersByTime(6_000);
    expect(shown(all)).toMatchObject({ step: 8, playing: false });
    all.togglePlayback();
    vi.advanceTimersByTime(1_500);
    expect(shown(all)).toMatchObject({ step: 1, playing: true });
  });

  it('is at its end at once for those who want no motion', async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    expect(shown(await opened())).toMatchObject({ phase: 'recorded', step: 8, playing: false });
  });

  it('makes way for a live run of the same experiment, and does not come back', async () => {
    const all = await opened();
    const { arms } = all.runStore.getState();
    all.togglePlay();
    expect(shown(all)).toEqual({ phase: 'loading', step: 0, arms: 3, playing: false, recording: undefined });
    expect(all.runStore.getState().arms.map(({ config }) => config)).toEqual(
      arms.map(({ config }) => config),
    );
    expect(told()).toEqual(['start']);
    vi.advanceTimersByTime(60_000);
    all.choosePreset('contrast');
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'loading', recording: undefined });
  });

  it.each<[string, (all: Page) => unknown]>([
    ['a setting', ({ setSetting }) => setSetting('bootstrap.topK', '7')],
    ['the seed', ({ newSeed }) => newSeed()],
    ['the preset', ({ choosePreset }) => choosePreset('quick')],
    ['the name of an arm', ({ renameArm }) => renameArm(1, 'nearest')],
  ])('goes when %s is changed, and nothing is trained', async (_, change) => {
    const all = await opened();
    await change(all);
    expect(shown(all)).toEqual(nothing);
    expect(told()).toEqual([]);
    all.choosePreset('contrast');
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'recorded', step: 0, playing: true });
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('is no run that could be reset, saved or lost', async () => {
    const all = await opened();
    vi.advanceTimersByTime(60_000);
    const run = all.runStore.getState();
    expect(all.whyNotSave('checkpoint', run, 0)).toContain('no run yet');
    expect(all.hasMeasured(run)).toBe(false);
    expect(all.hasUnsavedSteps()).toBe(false);
    all.reset();
    expect(shown(all)).toMatchObject({ phase: 'recorded', step: 8 });
  });
});

describe('without a recording the page is as it is', () => {
  it('for a preset that has none', async () => {
    expect(shown(await opened('collapse'))).toEqual(nothing);
    expect(fetching).not.toHaveBeenCalled();
  });

  it.each<[string, () => Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['answers with its page', () => Promise.resolve(new Response('<!doctype html>'))],
    [
      'has one of the preset as it once was',
      () => {
        const settings = { ...recordedRun.settings, epochs: 3 };
        return Promise.resolve(new Response(recordedRunJson({ ...recordedRun, settings })));
      },
    ],
  ])('where the host %s', async (_, answered) => {
    answer = answered;
    const all = await opened();
    expect(shown(all)).toEqual(nothing);
    expect(all.runStore.getState().notices).toEqual([]);
  });

  it('where the person was faster', async () => {
    const all = await page();
    all.playRecordings();
    all.togglePlay();
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'loading', recording: undefined });
  });
});
