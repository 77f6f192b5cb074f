import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordedRunJson } from '../../protocol/recordedRun.ts';
import { sampleSceneFiles } from '../../protocol/testing.ts';
import { mapOf } from '../map/onPage.ts';
import { hasMeasured, whyNotSave } from '../files/whyNotSave.ts';
import type { Surroundings } from '../page.ts';
import { contrastRun, scriptedPage, type ScriptedPage } from '../testing.ts';

/** What the host answers for the recorded run. */
let answer: () => Promise<Response>;
let answers: Promise<Response>[];
const fetching = vi.fn<typeof fetch>(() => {
  const answered = answer();
  answers.push(answered);
  return answered;
});

/** A page that has come to rest with the recorded run, or without. */
async function opened(preset?: Parameters<ScriptedPage['choosePreset']>[0], around?: Partial<Surroundings>) {
  const all = scriptedPage({ fetch: fetching, ...around });
  if (preset !== undefined) all.choosePreset(preset);
  all.page.playback.listen();
  await settled();
  return all;
}

/** The recorded run is fetched and its parser loaded. */
async function settled() {
  await Promise.allSettled(answers);
  await import('../../protocol/recordedRun.ts');
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  fetching.mockClear();
  answers = [];
  answer = () => Promise.resolve(new Response(recordedRunJson(contrastRun)));
});

afterEach(() => {
  vi.useRealTimers();
});

const shown = ({ runStore, playbackStore }: ScriptedPage) => {
  const { phase, step, arms } = runStore.getState();
  const { recordedRun, playing } = playbackStore.getState();
  return { phase, step, arms: arms.length, playing, recordedRun: recordedRun?.preset };
};
const nothing = { phase: 'idle', step: 0, arms: 0, playing: false, recordedRun: undefined };

describe('the recorded run', () => {
  it('plays on the default page from its first step to its last, and then stays', async () => {
    const all = await opened();
    expect(fetching.mock.calls[0]?.[0]).toEqual(new URL('https://example.org/recorded/contrast.json'));
    expect(shown(all)).toEqual({
      phase: 'recorded',
      step: 0,
      arms: 3,
      playing: true,
      recordedRun: 'contrast',
    });
    vi.advanceTimersByTime(6_000);
    expect(shown(all)).toMatchObject({ step: 4, playing: true });
    vi.advanceTimersByTime(60_000);
    expect(shown(all)).toEqual({
      phase: 'recorded',
      step: 8,
      arms: 3,
      playing: false,
      recordedRun: 'contrast',
    });
    expect(all.told()).toEqual([]);
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
    const all = await opened(undefined, { isCalm: () => true });
    expect(shown(all)).toMatchObject({ phase: 'recorded', step: 8, playing: false });
  });

  it('makes way for a live run of the same experiment, and does not come back', async () => {
    const all = await opened();
    const { arms } = all.runStore.getState();
    all.togglePlay();
    expect(shown(all)).toEqual({
      phase: 'loading',
      step: 0,
      arms: 3,
      playing: false,
      recordedRun: undefined,
    });
    expect(all.runStore.getState().arms.map(({ config }) => config)).toEqual(
      arms.map(({ config }) => config),
    );
    expect(all.told()).toEqual(['start']);
    vi.advanceTimersByTime(60_000);
    all.choosePreset('contrast');
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'loading', recordedRun: undefined });
  });

  it.each<[string, (all: ScriptedPage) => unknown]>([
    ['a setting', ({ setSetting }) => setSetting('bootstrap.topK', '7')],
    ['the seed', ({ newSeed }) => newSeed()],
    ['the preset', ({ choosePreset }) => choosePreset('quick')],
    ['the name of an arm', ({ renameArm }) => renameArm(1, 'nearest')],
  ])('goes when %s is changed, and nothing is trained', async (_, change) => {
    const all = await opened();
    await change(all);
    expect(shown(all)).toEqual(nothing);
    expect(all.told()).toEqual([]);
    all.choosePreset('contrast');
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'recorded', step: 0, playing: true });
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('is no run that could be reset, saved or lost', async () => {
    const all = await opened();
    vi.advanceTimersByTime(60_000);
    const run = all.runStore.getState();
    expect(whyNotSave('checkpoint', run, 0)).toContain('no run yet');
    expect(hasMeasured(run)).toBe(false);
    expect(all.hasUnsavedSteps()).toBe(false);
    all.reset();
    expect(shown(all)).toMatchObject({ phase: 'recorded', step: 8 });
  });
});

describe('the scenes of the recorded run', () => {
  const names = { data: 'x.scenes.json', images: 'x.images.png', views: 'x.views.png' };
  const files = sampleSceneFiles(contrastRun.began, 3);
  /** What the host has beside the curves. */
  let content: Readonly<Record<string, BodyInit>>;
  const host = vi.fn<typeof fetch>((url) => {
    if (!(url instanceof URL)) throw new TypeError('Addresses are URLs here.');
    const name = url.pathname.replace('/recorded/', '');
    const found =
      name === 'contrast.json' ? recordedRunJson({ ...contrastRun, scenes: names }) : content[name];
    return found === undefined
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve(new Response(found));
  });
  const whole = { [names.data]: files.data, [names.images]: files.images, [names.views]: files.views };

  async function withScenes(around?: Partial<Surroundings>) {
    const all = scriptedPage({ fetch: host, ...around });
    all.page.playback.listen();
    all.page.inspector.listen();
    await vi.waitFor(() => expect(all.playbackStore.getState().recordedRun).not.toBeNull());
    await vi.waitFor(() => expect(all.playbackStore.getState().scenes).not.toBe('coming'));
    return all;
  }
  const moments = ({ runStore }: ScriptedPage) =>
    runStore.getState().arms.map(({ album }) => album.moments.length);

  beforeEach(() => {
    vi.useRealTimers();
    host.mockClear();
    content = whole;
  });

  it('come after the curves, and the gallery goes with them', async () => {
    const all = await withScenes();
    const base = 'https://example.org/recorded/';
    const asked = ['contrast.json', ...Object.values(names)].map((name) => new URL(name, base));
    expect(host.mock.calls).toEqual(asked.map((url) => [url]));
    for (const [step, told] of [
      [8, 2],
      [4, 1],
      [3, 0],
    ] as const) {
      all.seek(step);
      expect(shown(all)).toMatchObject({ step, playing: false });
      expect(moments(all)).toEqual([told, told, told]);
    }
    all.togglePlayback();
    expect(shown(all)).toMatchObject({ step: 3, playing: true });
    all.page.dispose();
  });

  it('answer the inspector with what they kept, as the recorded run comes to it', async () => {
    const all = await withScenes({ isCalm: () => true });
    const answer = () => all.inspectorStore.getState().answer;
    all.inspectImage(7);
    expect(answer()).toMatchObject({ arm: 2, image: 7, epoch: 1, positive: 9 });
    all.seek(3);
    expect(answer()).toMatchObject({ image: 7, epoch: 0 });
    all.inspectImage(8);
    expect(answer()).toBeNull();
    all.seek(4);
    expect(answer()).toMatchObject({ image: 8, epoch: 1 });
    all.showArm(0);
    expect(answer()).toMatchObject({ arm: 0, image: 8 });
    all.inspectImage(9);
    expect(answer()).toBeNull();
    // The worker was never asked, and what was recorded goes with the recording.
    expect(all.told()).toEqual([]);
    all.choosePreset('quick');
    expect(all.inspectorStore.getState()).toEqual({
      image: null,
      epoch: null,
      answer: undefined,
      noneOpen: false,
    });
  });

  it('move the map with the charts, and are moved by it', async () => {
    const all = await withScenes({ isCalm: () => true });
    const map = all.page.part(mapOf);
    const seen = () => {
      const { frame, epoch } = { frame: map.frameOf(1), epoch: map.store.getState().epoch };
      return {
        epoch,
        step: frame?.step,
        images: [...(frame?.images ?? [])],
        gates: [...(frame?.gates ?? [])],
      };
    };
    expect(map.store.getState().atlas?.about(11)).toMatchObject({ name: 'picture 11', label: 0 });
    expect(map.store.getState().atlas?.pictureOf(8)?.rgba[0]).toBe(8);
    expect(map.store.getState().atlas?.pictureOf(11)).toBeUndefined();
    expect(seen()).toEqual({ epoch: 2, step: 8, images: [7, 8, 11], gates: [1, 0, 2] });
    all.seek(5);
    expect(seen()).toEqual({ epoch: 1, step: 4, images: [7, 8], gates: [2, 2] });
    map.turnTo(2);
    expect(shown(all)).toMatchObject({ step: 8, playing: false });
    map.turnBy(-1);
    expect(shown(all)).toMatchObject({ step: 4 });
    map.choose(7);
    expect(all.inspectorStore.getState()).toMatchObject({ image: 7, epoch: null });
    map.togglePlaying();
    expect(shown(all)).toMatchObject({ playing: true });
    expect(map.store.getState().playing).toBe(true);
    // What was recorded goes with the recording.
    all.togglePlay();
    expect(map.store.getState()).toMatchObject({ atlas: null, arms: [], epoch: null, playing: false });
  });

  it('leave the charts alone where they do not come, and can be asked for again', async () => {
    content = { ...whole, [names.images]: '<!doctype html>' };
    const all = await withScenes({ isCalm: () => true });
    expect(all.playbackStore.getState().scenes).toBe('missing');
    expect(shown(all)).toMatchObject({ phase: 'recorded', step: 8, arms: 3 });
    expect(moments(all)).toEqual([0, 0, 0]);
    content = whole;
    all.askForScenes();
    expect(all.playbackStore.getState().scenes).toBe('coming');
    await vi.waitFor(() => expect(moments(all)).toEqual([2, 2, 2]));
  });

  it('make way for a live run, whose inspector asks the worker', async () => {
    const all = await withScenes({ isCalm: () => true });
    all.inspectImage(7);
    all.togglePlay();
    expect(all.playbackStore.getState()).toMatchObject({ recordedRun: null, scenes: 'none' });
    all.inspectImage(8);
    expect(all.received().at(-1)).toMatchObject({ type: 'inspect', image: 8 });
  });
});

describe('without a recorded run the page is as it is', () => {
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
        const settings = { ...contrastRun.settings, epochs: 3 };
        return Promise.resolve(new Response(recordedRunJson({ ...contrastRun, settings })));
      },
    ],
  ])('where the host %s', async (_, answered) => {
    answer = answered;
    const all = await opened();
    expect(shown(all)).toEqual(nothing);
    expect(all.runStore.getState().notices).toEqual([]);
  });

  it('which says so where it was missed, until it comes or a run begins', async () => {
    const missing = ({ playbackStore }: ScriptedPage) => playbackStore.getState().missing;
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    const all = await opened();
    expect(missing(all)).toBe(true);
    answer = () => Promise.resolve(new Response(recordedRunJson(contrastRun)));
    all.askAgain();
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'recorded' });
    expect(missing(all)).toBe(false);

    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    const other = await opened();
    expect(missing(other)).toBe(true);
    other.togglePlay();
    expect(missing(other)).toBe(false);
    expect(missing(await opened('collapse'))).toBe(false);
  });

  it('where the person was faster', async () => {
    const all = scriptedPage({ fetch: fetching });
    all.page.playback.listen();
    all.togglePlay();
    await settled();
    expect(shown(all)).toMatchObject({ phase: 'loading', recordedRun: undefined });
  });
});
