/** @file In what the experiment in the form departs from the run, and what of that reaches the run. Pure. */
import type { ArmSettings } from '../../config/arms.ts';
import { departures } from '../../config/departures.ts';
import { liveChanges, withLive } from '../../config/live.ts';
import type { ExperimentState } from '../experiment/experimentState.ts';
import { isAlive, isTrained } from './phases.ts';
import type { RunState } from './runState.ts';

/** The settings in which the experiment departs from the run, `arm` where it has more arms or fewer. */
export function changedPaths(running: readonly ArmSettings[], arms: readonly ArmSettings[]): string[] {
  if (running.length !== arms.length) return ['arm'];
  const changed = running.flatMap(({ config }, index) => departures(config, arms[index]?.config ?? config));
  return [...new Set(changed.map(([path]) => path))];
}

/** Whether live changes in the form reach the run: it has steps left, and the form still has its arms. */
export const isFollowing = (run: RunState, { lineup }: Pick<ExperimentState, 'lineup'>): boolean =>
  isAlive(run) && !isTrained(run) && run.lineup === lineup;

/** Settings that wait for a reset: they differ from the run's and do not reach it live. */
export function pendingChanges(run: RunState, experiment: ExperimentState): string[] {
  if (run.arms.length === 0) return [];
  if (!isFollowing(run, experiment)) return changedPaths(run.arms, experiment.arms);
  const followed = run.arms.map(({ config }, index) => ({
    config: withLive(config, liveChanges(config, experiment.arms[index]?.config ?? config) ?? {}),
  }));
  return changedPaths(followed, experiment.arms);
}
