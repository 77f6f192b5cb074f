/** @file Whether a run, recorded or not, is over. */
import { isOver } from '../../store/results/over.ts';
import { useRun, usePlayback } from '../PageContext.ts';

export function useOver(): boolean {
  const recordedRun = usePlayback((playback) => playback.recordedRun);
  return useRun((run) => isOver(run, recordedRun));
}
