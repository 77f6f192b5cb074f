/** @file Whether a run has come to its end. The results themselves come later than the page. */
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import { stepsRecorded } from '../recorded/recordedState.ts';
import type { RunState } from '../run/runState.ts';

/** Whether no more will come: the run has finished, or the recorded run is at its end. */
export const isOver = ({ phase, step }: RunState, recordedRun: RecordedRun | null): boolean =>
  phase === 'finished' ||
  (phase === 'recorded' && recordedRun !== null && step >= stepsRecorded(recordedRun));
