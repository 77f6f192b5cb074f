/** @file A run under way follows the form in what it can: names, and settings that are live. */
import type { StoreApi } from 'zustand/vanilla';
import type { TrainingClient } from '../../client/trainingClient.ts';
import { armLabels } from '../../config/armLabels.ts';
import { liveChanges, withLive } from '../../config/live.ts';
import { whenSettled, type Clock } from '../clock.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { changedPaths, isFollowing } from './pending.ts';
import { hasRun, type RunState } from './runState.ts';
import { tuningsOf } from './tunings.ts';

/** A slider is dragged through many values; the run hears of the one it rests at. */
const SETTLE_MS = 200;

interface FollowingNeeds {
  store: StoreApi<RunState>;
  client: Pick<TrainingClient, 'tune'>;
  experiment: Pick<Experiment, 'store'>;
  clock: Clock;
}

export function createFollowing({ store, client, experiment, clock }: FollowingNeeds) {
  /** Sends what changed among the live settings to the run, and notes it beside the curves. */
  const tune = (): void => {
    const run = store.getState();
    const edited = experiment.store.getState();
    if (!isFollowing(run, edited)) return;
    const tuned = run.arms.map((arm, index) => {
      const settings = liveChanges(arm.config, edited.arms[index]?.config ?? arm.config);
      if (settings === undefined) return arm;
      client.tune(index, settings);
      return { ...arm, config: withLive(arm.config, settings) };
    });
    const notes = tuningsOf(run.arms, tuned, armLabels(run.arms));
    if (notes.length === 0) return;
    const tunings = notes.map((what) => ({ step: run.step, what }));
    store.setState({ arms: tuned, tunings: [...run.tunings, ...tunings] });
  };

  /** A name is only a name: the run takes it at once. */
  const rename = (): void => {
    const run = store.getState();
    const { arms, lineup } = experiment.store.getState();
    if (run.lineup !== lineup || run.arms.every(({ label }, index) => label === arms[index]?.label)) return;
    store.setState({ arms: run.arms.map((arm, index) => ({ ...arm, label: arms[index]?.label })) });
  };

  /** Another experiment was in the form, and now it is the run's again: they go together from here on. */
  const reunite = (): void => {
    const run = store.getState();
    const { arms, lineup } = experiment.store.getState();
    if (run.lineup !== lineup && hasRun(run) && changedPaths(run.arms, arms).length === 0)
      store.setState({ lineup });
  };

  return {
    /** Takes over what was changed while a file was read. */
    catchUp: () => {
      rename();
      tune();
    },
    /** Follows from now on, until it is told to stop. */
    listen: (): (() => void) => {
      const { touch, cancel } = whenSettled(clock, SETTLE_MS, tune);
      const unsubscribe = experiment.store.subscribe(({ arms, lineup }, before) => {
        if (arms === before.arms && lineup === before.lineup) return;
        reunite();
        rename();
        touch();
      });
      return () => {
        unsubscribe();
        cancel();
      };
    },
  };
}
