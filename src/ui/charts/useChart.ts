/** @file What one chart draws, refreshed in its own turn. */
import { useCallback } from 'react';
import { chartArms, type ChartArm } from '../../charts/arms.ts';
import { factsOf, type Pace } from '../../metrics/facts.ts';
import type { Metric } from '../../metrics/metric.ts';
import type { RunState } from '../../store/run/runState.ts';
import { useExperiment } from '../PageContext.ts';
import { useRunInTurns } from './frames.ts';

export interface ChartData {
  arms: readonly ChartArm[];
  /** Of all arms: they go in lockstep. */
  pace: Pace;
  run: RunState;
}

/** Whether a chart of records of one kind would look different. */
function differs(from: Metric['from'], now: RunState, shown: RunState): boolean {
  if (now.tunings !== shown.tunings || now.arms.length !== shown.arms.length) return true;
  const waits = now.phase !== shown.phase || now.loading !== shown.loading || now.detail !== shown.detail;
  return now.arms.some((arm, index) => {
    const before = shown.arms[index];
    return (
      arm[from] !== before?.[from] ||
      arm.config !== before.config ||
      arm.label !== before.label ||
      arm.shape !== before.shape ||
      arm.floors !== before.floors ||
      (arm[from].length === 0 && waits)
    );
  });
}

/** A large chart takes more turns than a small one. */
export function useChart({ from }: Metric, large: boolean): ChartData {
  const changed = useCallback((now: RunState, shown: RunState) => differs(from, now, shown), [from]);
  const run = useRunInTurns(changed, large);
  const edited = useExperiment((state) => state.arms);
  const arms = chartArms(run.arms.length > 0 ? run.arms : edited);
  const { stepsPerEpoch, totalSteps } = factsOf(run.arms[0] ?? edited[0]);
  return { run, arms, pace: { stepsPerEpoch, totalSteps } };
}
