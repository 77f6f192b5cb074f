/** @file The settings that wait for the run to begin again, as they are now. */
import { useShallow } from 'zustand/react/shallow';
import { pendingChanges } from '../../store/run/pending.ts';
import { useRun, useExperiment } from '../PageContext.ts';

/** Paths of settings; `arm` for what is compared. */
export function usePending(): string[] {
  const experiment = useExperiment((state) => state);
  return useRun(useShallow((run) => pendingChanges(run, experiment)));
}
