/** @file The run on the worker: what the buttons do. The state itself is `runState.ts`. */
import { createStore } from 'zustand/vanilla';
import { armLabels, namedArms } from '../../config/armLabels.ts';
import type { ArmSettings } from '../../config/arms.ts';
import { departures } from '../../config/departures.ts';
import { isLive, liveChanges, withLive } from '../../config/live.ts';
import { createTrainingClient } from '../../client/trainingClient.ts';
import type { BackendChoice, Event, EventType, ExportKind } from '../../protocol/protocol.ts';
import {
  adoptArms,
  experimentStore,
  setSeed,
  setWeights,
  type ExperimentState,
} from '../experiment/experiment.ts';
import { createInbox } from './inbox.ts';
import { openingStore, type OpenedFile } from '../files/opening.ts';
import {
  afterEvent,
  hasRun,
  idleRun,
  startedRun,
  withNotice,
  type Notice,
  type RunState,
} from './runState.ts';
import { productStyleStore, type ProductChoice } from './productStyle.ts';
import { tuningsOf } from './tunings.ts';
import { showMoment } from '../view/view.ts';

export const runStore = createStore<RunState>(() => idleRun);

function take(event: Event): void {
  runStore.setState((run) => afterEvent(run, event), true);
  if (event.type === 'opened') followFile(event.origin);
  else if (event.type === 'error' && concernsBeginning(event)) endOpening();
  for (const listener of listeners) listener(event);
}

/** What comes often as long as a run goes on; an inspection is asked for anew after every epoch. */
const frequent: ReadonlySet<EventType> = new Set(['metrics', 'gallery', 'inspected', 'progress']);

const client = createTrainingClient(createInbox(take, ({ type }) => frequent.has(type)));

/** A run that fails, or a file that does not begin one; what else cannot be done leaves the run as it is. */
export const concernsBeginning = ({ answers = 'start' }: Extract<Event, { type: 'error' }>): boolean =>
  answers === 'start';

const listeners = new Set<(event: Event) => void>();

/** Tells of every event of the run, once the store has taken it in. */
export const onRunEvent = (listener: (event: Event) => void) => listeners.add(listener);

export const requestExport = (arm: number, kind: ExportKind) => client.exportRun(arm, kind);

/** Asks why an image has its positive; {@link onRunEvent} tells of `inspected`. */
export const requestInspection = (arm: number, image: number, epoch: number | null) =>
  client.inspect(arm, image, epoch);

export const requestProfile = () => client.profile();

/** Phases in which the worker takes commands of the run. */
export const isAlive = (run: RunState) => hasRun(run) && run.phase !== 'failed';

/** Phases in which the run goes on by itself. */
export const isRunning = ({ phase }: RunState) =>
  phase === 'loading' || phase === 'preparing' || phase === 'training';

/** Whether the last step is done. */
export const isTrained = ({ phase, step, arms }: RunState) =>
  phase === 'finished' || (phase === 'evaluating' && step >= (arms[0]?.shape?.totalSteps ?? Infinity));

/** Whether steps are left that wait for the person, while the run may still be evaluated. */
export const isHeld = (run: RunState) =>
  run.phase === 'paused' || (run.phase === 'evaluating' && !isTrained(run));

/** What a run begins on, and from, besides its configuration. */
interface Beginning extends Pick<ExperimentState, 'backend' | 'weights'> {
  products: ProductChoice;
}

let begun: Beginning = { backend: 'auto', weights: null, products: 'auto' };

function start(paused: boolean): void {
  const { arms, lineup, backend, weights } = experimentStore.getState();
  if (weights !== null) {
    startFrom(weights, paused);
    return;
  }
  runStore.setState(startedRun(arms, runStore.getState().notices, lineup), true);
  const { choice: products } = productStyleStore.getState();
  begun = { backend, weights, products };
  // Where a file was on its way, this run takes its place.
  endOpening();
  showMoment(null);
  client.start({ arms: namedArms(arms), backend, paused, ...styleOf(products) });
}

const styleOf = (products: ProductChoice) => (products === 'auto' ? {} : { productStyle: products });

/** The file that the worker reads, and what was asked for meanwhile. */
let opening:
  | {
      backend: BackendChoice;
      products: ProductChoice;
      lineup: symbol;
      file: OpenedFile;
      then: ('step' | 'resume')[];
    }
  | undefined;

function endOpening(): void {
  opening = undefined;
  openingStore.setState({ reading: null });
}

/**
 * Begins a run from a file. The run before goes on until the worker has read the file and found it good, which
 * the event `opened` tells, or an `error` that answers `start` if it is not.
 */
export function startFrom(file: OpenedFile, paused: boolean): void {
  const { arms, lineup, backend } = experimentStore.getState();
  const { choice: products } = productStyleStore.getState();
  opening = { backend, products, lineup, file, then: [] };
  openingStore.setState({ reading: file.name });
  client.start({ arms: namedArms(arms), backend, paused, ...styleOf(products), checkpoint: file.bytes });
}

/** The file was good: the form shows what it brought. */
function followFile(origin: 'checkpoint' | 'weights'): void {
  const [first] = runStore.getState().arms;
  if (opening === undefined || first === undefined) return;
  const { backend, products, lineup, file, then } = opening;
  endOpening();
  begun = { backend, products, weights: origin === 'weights' ? file : null };
  if (origin === 'checkpoint') {
    adoptArms([{ config: first.config }]);
    runStore.setState({ lineup: experimentStore.getState().lineup });
  } else {
    setWeights(file);
    runStore.setState({ lineup });
    // What was changed while the file was read.
    rename(experimentStore.getState());
    tune(experimentStore.getState());
  }
  showMoment(null);
  for (const command of then) client[command]();
}

export function play(): void {
  dismissInfos();
  const run = runStore.getState();
  if (isHeld(run)) client.resume();
  else if (isTrained(run)) restart(false);
  else if (isAlive(run)) return;
  else if (opening === undefined) start(false);
  else opening.then.push('resume');
}

export function pause(): void {
  if (isRunning(runStore.getState())) client.pause();
}

export const togglePlay = () => (isRunning(runStore.getState()) ? pause() : play());

/** One training step, then pause; before the first Play it prepares the run first. */
export function step(): void {
  dismissInfos();
  const run = runStore.getState();
  if (isHeld(run) || run.phase === 'training') client.step();
  else if (!isAlive(run)) {
    if (opening === undefined) start(true);
    // A run that starts from a file takes commands once the file has been read.
    if (opening === undefined) client.step();
    else opening.then.push('step');
  }
}

/** Back to step 0 with the settings as they are now, same seed. */
export function reset(): void {
  const run = runStore.getState();
  if (!hasRun(run)) return;
  restart(!isRunning(run));
}

function restart(paused: boolean): void {
  dismissInfos();
  const run = runStore.getState();
  const { arms, backend, weights } = experimentStore.getState();
  const same = changedPaths(run.arms, arms).length === 0 && !wasTuned(run);
  const { choice: products } = productStyleStore.getState();
  showMoment(null);
  const sameBeginning = backend === begun.backend && weights === begun.weights && products === begun.products;
  if (isAlive(run) && same && sameBeginning) client.reset(paused);
  else start(paused);
}

const wasTuned = (run: RunState) => run.tunings.length > 0;

/** Another draw of everything; runs on if it was running. */
export function newSeed(): void {
  setSeed(Math.floor(Math.random() * 10_000));
  const run = runStore.getState();
  if (hasRun(run)) restart(!isRunning(run));
}

export function notify(kind: Notice['kind'], message: string): void {
  runStore.setState((run) => withNotice(run, kind, message), true);
}

/** What went well is old news once the person goes on. */
export function dismissInfos(): void {
  const { notices } = runStore.getState();
  if (notices.some(({ kind }) => kind === 'info'))
    runStore.setState({ notices: notices.filter(({ kind }) => kind !== 'info') });
}

export function dismiss(id: number): void {
  runStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** The settings in which the experiment departs from the run, `arm` where it has more arms or fewer. */
function changedPaths(running: readonly ArmSettings[], arms: readonly ArmSettings[]): string[] {
  if (running.length !== arms.length) return ['arm'];
  const changed = running.flatMap(({ config }, index) => departures(config, arms[index]?.config ?? config));
  return [...new Set(changed.map(([path]) => path))];
}

/** Whether live changes in the form reach the run: it has steps left, and the form still has its arms. */
const isFollowing = (run: RunState, { lineup }: ExperimentState): boolean =>
  isAlive(run) && !isTrained(run) && run.lineup === lineup;

/** Settings that wait for a reset: they differ from the run's and do not reach it live. */
export function pendingChanges(run: RunState, experiment: ExperimentState): string[] {
  if (run.arms.length === 0) return [];
  const changed = changedPaths(run.arms, experiment.arms);
  return isFollowing(run, experiment) ? changed.filter((path) => !isLive(path)) : changed;
}

/** Sends what changed among the live settings to the run, and notes it beside the curves. */
function tune(experiment: ExperimentState): void {
  const run = runStore.getState();
  if (!isFollowing(run, experiment)) return;
  const tuned = run.arms.map((arm, index) => {
    const config = experiment.arms[index]?.config ?? arm.config;
    const settings = liveChanges(arm.config, config);
    if (settings === undefined) return arm;
    client.tune(index, settings);
    return { ...arm, config: withLive(arm.config, settings) };
  });
  const notes = tuningsOf(run.arms, tuned, armLabels(run.arms));
  if (notes.length === 0) return;
  const tunings = notes.map((what) => ({ step: run.step, what }));
  runStore.setState({ arms: tuned, tunings: [...run.tunings, ...tunings] });
}

/** A name is only a name: the run takes it at once. */
function rename({ arms, lineup }: ExperimentState): void {
  const run = runStore.getState();
  if (run.lineup !== lineup || run.arms.every(({ label }, index) => label === arms[index]?.label)) return;
  runStore.setState({ arms: run.arms.map((arm, index) => ({ ...arm, label: arms[index]?.label })) });
}

/** Another experiment was in the form, and now it is the run's again: they go together from here on. */
function reunite({ arms, lineup }: ExperimentState): void {
  const run = runStore.getState();
  if (hasRun(run) && changedPaths(run.arms, arms).length === 0) runStore.setState({ lineup });
}

/** A slider is dragged through many values; the run hears of the one it rests at. */
const SETTLE_MS = 200;
let settling: ReturnType<typeof setTimeout> | undefined;
experimentStore.subscribe((experiment, before) => {
  if (experiment.arms === before.arms && experiment.lineup === before.lineup) return;
  if (experiment.lineup !== runStore.getState().lineup) reunite(experiment);
  rename(experiment);
  clearTimeout(settling);
  settling = setTimeout(() => tune(experimentStore.getState()), SETTLE_MS);
});
