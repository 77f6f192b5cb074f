/** @file The recorded run of a preset, played until the person trains one or asks for something else. */
import { createStore } from 'zustand/vanilla';
import { areSettingsOf, isUntouched } from '../../config/departures.ts';
import { presets, type PresetName } from '../../config/presets.ts';
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import type { Clock } from '../clock.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { PageRun } from '../run/run.ts';
import { hasRun, idleRun } from '../run/runState.ts';
import { recordedState, stepsRecorded } from './recordedState.ts';
import { fetchScenes, type RecordedScenes } from './scenes.ts';

/** Presets of which there is a recorded run, `recorded/<preset>.json` beside the page. */
const recorded: ReadonlySet<PresetName> = new Set(['contrast']);

/** From the first step of a recorded run to its last. */
const DURATION_MS = 12_000;
const TICK_MS = 100;

export interface PlaybackState {
  /** What the page shows instead of a run; null while it shows none. */
  recordedRun: RecordedRun | null;
  playing: boolean;
  /** There is one to show, and it is being fetched. */
  coming: boolean;
  /** There is one to show, and it could not be fetched. */
  missing: boolean;
  /** What it shows besides curves, arm by arm; that comes later, and need not be there at all. */
  scenes: readonly RecordedScenes[] | 'none' | 'coming' | 'missing';
}

const nothing: PlaybackState = {
  recordedRun: null,
  playing: false,
  coming: false,
  missing: false,
  scenes: 'none',
};

export interface PlaybackNeeds {
  experiment: Pick<Experiment, 'store'>;
  run: Pick<PageRun, 'store'>;
  /** Fetches a file by its path beside the page. */
  fetchFile: (path: string) => Promise<Response>;
  /** Whether the person wants no motion. */
  isCalm: () => boolean;
  clock: Clock;
}

export type Playback = ReturnType<typeof createPlayback>;

export function createPlayback({ experiment, run, fetchFile, isCalm, clock }: PlaybackNeeds) {
  const store = createStore<PlaybackState>(() => nothing);
  const recordedRunOf = fetchedOnce((preset: PresetName) => fetchRecordedRun(preset, fetchFile));
  const scenesOf = fetchedOnce((recordedRun: RecordedRun) => fetchScenes(recordedRun, fetchFile));
  /** Milliseconds of the recorded run that have been played. */
  let played = 0;
  let cancelTick = (): void => undefined;

  /** The preset whose recorded run the page is to show; undefined where there is none, or a run. */
  const wanted = (): PresetName | undefined => {
    const { phase } = run.store.getState();
    const { preset, arms, weights } = experiment.store.getState();
    const shows = phase === 'idle' || phase === 'recorded';
    return shows && recorded.has(preset) && weights === null && isUntouched({ preset, arms })
      ? preset
      : undefined;
  };

  const show = (recordedRun: RecordedRun): void => {
    const step = Math.round((played / DURATION_MS) * stepsRecorded(recordedRun));
    const { arms } = experiment.store.getState();
    const { scenes } = store.getState();
    const shown = typeof scenes === 'string' ? undefined : scenes;
    run.store.setState((before) => recordedState(recordedRun, arms, step, before, shown), true);
  };

  /** The charts do not wait for it, and stay as they are where it does not come. */
  const bringScenes = async (recordedRun: RecordedRun): Promise<void> => {
    store.setState({ scenes: 'coming' });
    const scenes = await scenesOf(recordedRun);
    if (store.getState().recordedRun !== recordedRun) return;
    store.setState({ scenes: scenes === null ? 'missing' : (scenes ?? 'none') });
    show(recordedRun);
  };

  const rest = (): void => {
    cancelTick();
    store.setState({ playing: false });
  };

  /** Goes on from `last`, when the clock said so, until the end. */
  const tick = (last: number): void => {
    cancelTick = clock.after(TICK_MS, () => {
      const now = clock.now();
      played = Math.min(DURATION_MS, played + now - last);
      tick(now);
      const { recordedRun } = store.getState();
      if (recordedRun !== null) show(recordedRun);
      if (played >= DURATION_MS) rest();
    });
  };

  const resume = (): void => {
    store.setState({ playing: true });
    tick(clock.now());
  };

  const end = (): void => {
    rest();
    store.setState({ recordedRun: null, scenes: 'none' });
  };

  const consider = async (): Promise<void> => {
    const preset = wanted();
    if (preset === store.getState().recordedRun?.preset) return;
    if (run.store.getState().phase === 'recorded')
      run.store.setState(({ notices }) => ({ ...idleRun, notices }), true);
    store.setState({ coming: preset !== undefined });
    const recordedRun = preset === undefined ? undefined : await recordedRunOf(preset);
    // The person may have gone on meanwhile.
    if (wanted() !== preset || store.getState().recordedRun !== null) return;
    store.setState({ coming: false, missing: recordedRun === null });
    if (recordedRun === undefined || recordedRun === null) return;
    store.setState({ recordedRun });
    played = isCalm() ? DURATION_MS : 0;
    show(recordedRun);
    if (!isCalm()) resume();
    void bringScenes(recordedRun);
  };

  return {
    store,
    /** Asks again for one that is missing. */
    askAgain: () => void consider(),
    /** Asks again for scenes that are missing. */
    askForScenes: (): void => {
      const { recordedRun } = store.getState();
      if (recordedRun !== null) void bringScenes(recordedRun);
    },
    /** Holds it as it was after `step` steps. */
    seek: (step: number): void => {
      const { recordedRun } = store.getState();
      if (recordedRun === null) return;
      rest();
      played = (step / stepsRecorded(recordedRun)) * DURATION_MS;
      show(recordedRun);
    },
    /** Pauses, goes on, or begins again at the end. */
    togglePlayback: (): void => {
      if (store.getState().playing) rest();
      else {
        if (played >= DURATION_MS) played = 0;
        resume();
      }
    },
    /**
     * From now on the page plays the recorded run of a preset that nobody has changed, as long as there is no run.
     * Returns what ends that.
     */
    listen: (): (() => void) => {
      const stops = [
        experiment.store.subscribe(() => void consider()),
        run.store.subscribe(({ phase }) => {
          const { recordedRun, coming, missing } = store.getState();
          if (phase !== 'recorded' && recordedRun !== null) end();
          if (hasRun({ phase }) && (coming || missing)) store.setState({ coming: false, missing: false });
        }),
        () => cancelTick(),
      ];
      void consider();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Null where it could not be had: the page is then as without, and may ask again. */
function fetchedOnce<Of, Fetched>(fetchOne: (of: Of) => Promise<Fetched>) {
  const fetched = new Map<Of, Promise<Fetched | null>>();
  return (of: Of): Promise<Fetched | null> => {
    const failed = () => {
      fetched.delete(of);
      return null;
    };
    const known = fetched.get(of) ?? fetchOne(of).catch(failed);
    fetched.set(of, known);
    return known;
  };
}

/** Undefined also for one of the preset as it once was: what is shown must be what Play trains. */
async function fetchRecordedRun(
  preset: PresetName,
  fetchFile: PlaybackNeeds['fetchFile'],
): Promise<RecordedRun | undefined> {
  const [text, { parseRecordedRun }] = await Promise.all([
    fetchFile(`recorded/${preset}.json`).then((response) => response.text()),
    import('../../protocol/recordedRun.ts'),
  ]);
  const recordedRun = parseRecordedRun(text);
  return areSettingsOf(recordedRun.settings, presets[preset].arms) ? recordedRun : undefined;
}
