/** @file The settings that wait for the run to begin again, as they are now. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { experimentStore } from '../../store/experiment/experiment.ts';
import { pendingChanges, runStore } from '../../store/run/run.ts';

/** Paths of settings; `arm` for what is compared. */
export function usePending(): string[] {
  const experiment = useStore(experimentStore);
  return useStore(
    runStore,
    useShallow((run) => pendingChanges(run, experiment)),
  );
}
