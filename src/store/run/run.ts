/** @file The run on the worker: what the buttons do. Its state is that of `runState.ts`. */
import { createStore } from 'zustand/vanilla';
import type { TrainingClient } from '../../client/trainingClient.ts';
import type { AskedAbout, ExportKind, Inspected } from '../../protocol/commands.ts';
import type { Event, EventType } from '../../protocol/events.ts';
import type { ToldAt } from '../../protocol/stepStory.ts';
import type { Clock } from '../clock.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { concernsBeginning, createBeginning } from './beginning.ts';
import type { Ending } from './ending.ts';
import { createFollowing } from './following.ts';
import { createInbox } from './inbox.ts';
import { createNotices } from './notices.ts';
import { nothingOpening, type OpeningState } from './opening.ts';
import { isAlive, isHeld, isRunning, isTrained } from './phases.ts';
import type { Products } from './productStyle.ts';
import { afterEvent, hasRun, idleRun, type RunState } from './runState.ts';

/** What comes often as long as a run goes on; an inspection is asked for anew after every epoch. */
const frequent: ReadonlySet<EventType> = new Set([
  ...(['metrics', 'gallery', 'inspected', 'attended', 'map', 'progress'] as const),
]);

export interface RunNeeds {
  experiment: Experiment;
  products: Products;
  /** The gallery follows the newest epoch again. */
  followNewest: () => void;
  /** What ends the run goes ahead once the person has agreed to what is lost by it. */
  requestEnding: (ending: Ending) => void;
  /** A client of the training worker, which tells of every event of the current run. */
  connect: (onEvent: (event: Event) => void) => TrainingClient;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
}

export type PageRun = ReturnType<typeof createRun>;

export function createRun(needs: RunNeeds) {
  const { experiment, products, followNewest, requestEnding, connect, clock, random } = needs;
  const store = createStore<RunState>(() => idleRun);
  const opening = createStore<OpeningState>(() => nothingOpening);
  const listeners = new Set<(event: Event) => void>();
  /** What Step does in place of a step. */
  let stepInstead: (() => void) | undefined;

  const take = (event: Event): void => {
    store.setState((run) => afterEvent(run, event), true);
    if (event.type === 'opened') beginning.followFile(event.origin);
    else if (event.type === 'error' && concernsBeginning(event)) beginning.endOpening(event.fatal);
    for (const listener of listeners) listener(event);
  };

  const client = connect(createInbox(take, ({ type }) => frequent.has(type), clock));
  const notices = createNotices(store);
  const following = createFollowing({ store, client, experiment, clock });
  const beginning = createBeginning({
    ...{ store, opening, client, experiment, products, followNewest },
    catchUp: following.catchUp,
  });

  /** Back to step 0 with the settings as they are then; runs on if it was running, or if it is to. */
  const restart = (on: boolean): void => {
    notices.dismissInfos();
    beginning.restart(!on && !isRunning(store.getState()));
  };

  const beginAgain = (on: boolean): void =>
    requestEnding({ question: 'Begin again?', verb: 'begin again', go: () => restart(on) });

  const play = (): void => {
    notices.dismissInfos();
    const run = store.getState();
    beginning.revive();
    if (isHeld(run)) client.resume();
    else if (isTrained(run)) beginAgain(true);
    else if (!isAlive(run) && !beginning.afterOpening('resume')) beginning.start(false);
  };

  const pause = (): void => {
    if (isRunning(store.getState())) client.pause();
  };

  /** The same seed again. */
  const reset = (): void => {
    if (hasRun(store.getState())) beginAgain(false);
  };

  return {
    store,
    /** The file that a run is to begin from. */
    opening,
    ...notices,
    play,
    pause,
    togglePlay: () => (isRunning(store.getState()) ? pause() : play()),
    /** One training step, then pause; before the first Play it prepares the run first. */
    step: (): void => {
      notices.dismissInfos();
      if (stepInstead !== undefined) {
        stepInstead();
        return;
      }
      const run = store.getState();
      beginning.revive();
      if (isHeld(run) || run.phase === 'training') client.step();
      else if (!isAlive(run) && !beginning.afterOpening('step')) {
        beginning.start(true);
        // A run that starts from a file takes commands once the file has been read.
        if (!beginning.afterOpening('step')) client.step();
      }
    },
    /** From now on Step does this; undefined: a step again. */
    divertSteps: (instead: (() => void) | undefined): void => {
      stepInstead = instead;
    },
    /** One step of a run that takes commands, told in its parts; `onEvent` tells of `stepTold`. */
    requestStory: (told: ToldAt) => client.step(told),
    reset,
    /** Another draw of everything; runs on if it was running. */
    newSeed: (): void =>
      requestEnding({
        question: 'Begin again with a new seed?',
        verb: 'begin again',
        go: () => {
          experiment.setSeed(Math.floor(random() * 10_000));
          if (hasRun(store.getState())) restart(false);
        },
      }),
    startFrom: beginning.startFrom,
    requestExport: (arm: number, kind: ExportKind) => client.exportRun(arm, kind),
    /** Asks why an image has its positive; `onEvent` tells of `inspected`. */
    requestInspection: (arm: number, image: AskedAbout, epoch: number | null) =>
      client.inspect(arm, image, epoch, false),
    /** The same, with what the networks make of the pair. */
    requestScene: (arm: number, image: Inspected, epoch: number | null) =>
      client.inspect(arm, image, epoch, true),
    /** Asks what an arm's networks look at in an image; `onEvent` tells of `attended`. */
    requestLook: (arm: number, image: number) => client.attend(arm, image),
    /** Has every arm tell its map after each epoch, with its images first, or no longer; `onEvent` tells. */
    watchMap: (on: boolean, atlas: boolean) => client.watchMap(on, atlas),
    /** Asks who is nearest to whom; `onEvent` tells of `mapGraph`. */
    requestMapGraph: (arm: number, nearest: number) => client.searchMap(arm, nearest),
    requestProfile: () => client.profile(),
    /** Tells of every event of the run, once the store has taken it in. Returns what ends that. */
    onEvent: (listener: (event: Event) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Follows the form from now on. Returns what ends that. */
    listen: following.listen,
    /** Ends the run. */
    dispose: () => client.dispose(),
  };
}
