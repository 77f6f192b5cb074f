/** @file What can be done with a run, by its phase. Pure. */
import { hasRun, type RunState } from './runState.ts';

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
