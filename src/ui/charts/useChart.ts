/** @file What one chart draws, refreshed in its own turn. */
import { useCallback } from 'react';
import { useStore } from 'zustand';
import { experimentStore } from '../../store/experiment.ts';
import type { RunState } from '../../store/runState.ts';
import { armsOf, type Arm } from './arms.ts';
import { factsOf, type RunFacts } from './facts.ts';
import { useRunInTurns } from './frames.ts';
import type { Metric } from './questions.ts';

export interface ChartData {
  arms: readonly Arm[];
  facts: RunFacts;
  run: RunState;
}

/** Whether a chart of records of one kind would look different. */
const differs = (from: Metric['from'], now: RunState, shown: RunState): boolean =>
  now[from] !== shown[from] ||
  now.config !== shown.config ||
  now.shape !== shown.shape ||
  now.floors !== shown.floors ||
  now.tunings !== shown.tunings ||
  (now[from].length === 0 &&
    (now.phase !== shown.phase || now.loading !== shown.loading || now.detail !== shown.detail));

/** A large chart takes more turns than a small one. */
export function useChart({ from }: Metric, large: boolean): ChartData {
  const changed = useCallback((now: RunState, shown: RunState) => differs(from, now, shown), [from]);
  const run = useRunInTurns(changed, large);
  const edited = useStore(experimentStore, ({ config }) => config);
  return {
    run,
    facts: factsOf(run, edited),
    arms: armsOf(run, (run.config ?? edited).bootstrap.policy),
  };
}
