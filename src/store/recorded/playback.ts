/** @file The recorded run of a preset, played until the person trains one or asks for something else. */
import { createStore } from 'zustand/vanilla';
import { areSettingsOf, isUntouched } from '../../config/departures.ts';
import { presets, type PresetName } from '../../config/presets.ts';
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import { experimentStore } from '../experiment/experiment.ts';
import { recordedState, stepsRecorded } from './recordedState.ts';
import { runStore } from '../run/run.ts';
import { idleRun } from '../run/runState.ts';

/** Presets of which there is a recording, `recorded/<preset>.json` beside the page. */
const recorded: ReadonlySet<PresetName> = new Set(['contrast']);

/** From the first step of a recording to its last. */
const DURATION_MS = 12_000;
const TICK_MS = 100;

export interface PlaybackState {
  /** What the page shows instead of a run; null while it shows none. */
  recording: RecordedRun | null;
  playing: boolean;
}

export const playbackStore = createStore<PlaybackState>(() => ({ recording: null, playing: false }));

/** From now on the page plays the recording of a preset that nobody has changed, as long as there is no run. */
export function playRecordings(): void {
  experimentStore.subscribe(() => void consider());
  runStore.subscribe(({ phase }) => {
    if (phase !== 'recorded' && playbackStore.getState().recording !== null) end();
  });
  void consider();
}

/** The preset whose recording the page is to show; undefined where there is none, or a run. */
function wanted(): PresetName | undefined {
  const { phase } = runStore.getState();
  const { preset, arms, weights } = experimentStore.getState();
  const shows = phase === 'idle' || phase === 'recorded';
  return shows && recorded.has(preset) && weights === null && isUntouched({ preset, arms })
    ? preset
    : undefined;
}

async function consider(): Promise<void> {
  const preset = wanted();
  if (preset === playbackStore.getState().recording?.preset) return;
  if (runStore.getState().phase === 'recorded')
    runStore.setState(({ notices }) => ({ ...idleRun, notices }), true);
  const recording = preset === undefined ? undefined : await recordingOf(preset);
  // The person may have gone on meanwhile.
  if (recording === undefined || wanted() !== preset || playbackStore.getState().recording !== null) return;
  playbackStore.setState({ recording });
  played = isCalm() ? DURATION_MS : 0;
  show(recording);
  if (!isCalm()) resume();
}

const isCalm = () =>
  typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;

const fetched = new Map<PresetName, Promise<RecordedRun | undefined>>();

/** Undefined where there is none that can be had: the page is then as without, and may ask again. */
function recordingOf(preset: PresetName): Promise<RecordedRun | undefined> {
  const failed = () => void fetched.delete(preset);
  const known = fetched.get(preset) ?? fetchRecording(preset).catch(failed);
  fetched.set(preset, known);
  return known;
}

/** Undefined also for a recording of the preset as it once was: what is shown must be what Play trains. */
async function fetchRecording(preset: PresetName): Promise<RecordedRun | undefined> {
  const [text, { parseRecordedRun }] = await Promise.all([
    fetch(new URL(`recorded/${preset}.json`, document.baseURI)).then((response) => response.text()),
    import('../../protocol/recordedRun.ts'),
  ]);
  const recording = parseRecordedRun(text);
  return areSettingsOf(recording.settings, presets[preset].arms) ? recording : undefined;
}

/** Milliseconds of the recording that have been played. */
let played = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Pauses, goes on, or begins again at the end. */
export function togglePlayback(): void {
  if (playbackStore.getState().playing) rest();
  else {
    if (played >= DURATION_MS) played = 0;
    resume();
  }
}

function resume(): void {
  let last = performance.now();
  playbackStore.setState({ playing: true });
  timer = setInterval(() => {
    const now = performance.now();
    played = Math.min(DURATION_MS, played + now - last);
    last = now;
    const { recording } = playbackStore.getState();
    if (recording !== null) show(recording);
    if (played >= DURATION_MS) rest();
  }, TICK_MS);
}

function rest(): void {
  clearInterval(timer);
  playbackStore.setState({ playing: false });
}

function end(): void {
  rest();
  playbackStore.setState({ recording: null });
}

function show(recording: RecordedRun): void {
  const step = Math.round((played / DURATION_MS) * stepsRecorded(recording));
  const { arms } = experimentStore.getState();
  runStore.setState((run) => recordedState(recording, arms, step, run), true);
}
