/** @file The run on the worker: what the buttons do. The state itself is `runState.ts`. */
import { createStore } from 'zustand/vanilla';
import { departures } from '../config/departures.ts';
import { fields } from '../config/fields.ts';
import { leafAt } from '../config/paths.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { createTrainingClient } from '../worker/client.ts';
import type { LiveSettings } from '../worker/protocol.ts';
import { experimentStore, setSeed } from './experiment.ts';
import { afterEvent, idleRun, startedRun, withNotice, type Notice, type RunState } from './runState.ts';
import { showMoment } from './view.ts';

export const runStore = createStore<RunState>(() => idleRun);

const client = createTrainingClient((event) => {
  runStore.setState((run) => afterEvent(run, event), true);
});

/** Phases in which the worker takes commands of the run. */
const isAlive = ({ phase }: RunState) => phase !== 'idle' && phase !== 'failed';

/** Phases in which the run goes on by itself. */
export const isRunning = ({ phase }: RunState) =>
  phase === 'loading' || phase === 'preparing' || phase === 'training' || phase === 'evaluating';

function start(paused: boolean): void {
  const { config, backend } = experimentStore.getState();
  runStore.setState(startedRun(config, runStore.getState().notices), true);
  startedBackend = backend;
  showMoment(null);
  client.start({ config, backend, paused });
}

let startedBackend = experimentStore.getState().backend;

export function play(): void {
  const run = runStore.getState();
  if (run.phase === 'paused') client.resume();
  else if (run.phase === 'finished') restart(false);
  else if (!isAlive(run)) start(false);
}

export function pause(): void {
  if (isRunning(runStore.getState())) client.pause();
}

export const togglePlay = () => (isRunning(runStore.getState()) ? pause() : play());

/** One training step, then pause; before the first Play it prepares the run first. */
export function step(): void {
  const run = runStore.getState();
  if (run.phase === 'paused' || run.phase === 'training') client.step();
  else if (!isAlive(run)) {
    start(true);
    client.step();
  }
}

/** Back to step 0 with the settings as they are now, same seed. */
export function reset(): void {
  const run = runStore.getState();
  if (run.phase === 'idle') return;
  restart(!isRunning(run));
}

function restart(paused: boolean): void {
  const run = runStore.getState();
  const { config, backend } = experimentStore.getState();
  const same = run.config !== null && departures(run.config, config).length === 0 && !wasTuned(run);
  showMoment(null);
  if (isAlive(run) && same && backend === startedBackend) client.reset(paused);
  else start(paused);
}

const wasTuned = (run: RunState) => run.tunings.length > 0;

/** Another draw of everything; runs on if it was running. */
export function newSeed(): void {
  setSeed(Math.floor(Math.random() * 10_000));
  const run = runStore.getState();
  if (run.phase !== 'idle') restart(!isRunning(run));
}

export function notify(kind: Notice['kind'], message: string): void {
  runStore.setState((run) => withNotice(run, kind, message), true);
}

export function dismiss(id: number): void {
  runStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

const livePaths = new Set(fields.filter(({ applies }) => applies === 'live').map(({ path }) => path));

/** Settings that wait for a reset: they differ from the run's and are not live. */
export function pendingChanges(runConfig: ExperimentConfig | null, config: ExperimentConfig): string[] {
  if (runConfig === null) return [];
  return departures(runConfig, config)
    .map(([path]) => path)
    .filter((path) => !livePaths.has(path));
}

/** Sends what changed among the live settings to the run, and notes it beside the curves. */
function tune(config: ExperimentConfig): void {
  const run = runStore.getState();
  if (!isAlive(run) || run.config === null) return;
  const changed = departures(run.config, config)
    .map(([path]) => path)
    .filter((path) => livePaths.has(path));
  if (changed.length === 0) return;
  client.tune(liveSettings(config, changed));
  const tunings = fields
    .filter(({ path }) => changed.includes(path))
    .map(({ label, path }) => ({ step: run.step, what: `${label} ${String(leafAt(config, path))}` }));
  const { policy, temperature } = config.bootstrap;
  runStore.setState({
    config: {
      ...run.config,
      optimizer: { ...run.config.optimizer, lr: config.optimizer.lr },
      bootstrap: { ...run.config.bootstrap, policy, temperature },
    },
    tunings: [...run.tunings, ...tunings],
  });
}

function liveSettings(config: ExperimentConfig, changed: readonly string[]): LiveSettings {
  const settings: LiveSettings = {};
  if (changed.includes('optimizer.lr')) settings.lr = config.optimizer.lr;
  const bootstrap: NonNullable<LiveSettings['bootstrap']> = {};
  if (changed.includes('bootstrap.policy')) bootstrap.policy = config.bootstrap.policy;
  if (changed.includes('bootstrap.temperature')) bootstrap.temperature = config.bootstrap.temperature;
  if (Object.keys(bootstrap).length > 0) settings.bootstrap = bootstrap;
  return settings;
}

/** A slider is dragged through many values; the run hears of the one it rests at. */
const SETTLE_MS = 200;
let settling: ReturnType<typeof setTimeout> | undefined;
experimentStore.subscribe(({ config }, before) => {
  if (config === before.config) return;
  clearTimeout(settling);
  settling = setTimeout(() => tune(experimentStore.getState().config), SETTLE_MS);
});
