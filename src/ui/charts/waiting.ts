/** @file What an empty chart says: what will appear in it, and what the run is doing until then. */
import type { RunState } from '../../store/run/runState.ts';
import { bytes } from '../../metrics/format.ts';
import type { Metric } from '../../metrics/metric.ts';

const firstPoint: Record<Metric['from'], string> = {
  steps: 'A point for every training step.',
  epochs: 'A point at the end of every epoch.',
  evaluations: 'A point at every evaluation, first of the untrained network.',
};

/** The loading line, such as "Loading images, 3.1 of 8.2 MB". */
export function loadingText({ loading, detail }: Pick<RunState, 'loading' | 'detail'>): string {
  if (loading === null) return `${detail ?? 'Loading'}…`;
  if (loading.total <= 0) return `${loading.label}…`;
  return `${loading.label}, ${bytes(loading.done)} of ${bytes(loading.total)}`;
}

export function waitingFor(metric: Metric, run: RunState): string {
  switch (run.phase) {
    case 'idle':
    case 'recorded':
      return firstPoint[metric.from];
    case 'loading':
      return loadingText(run);
    case 'preparing':
      return `${run.detail ?? 'Preparing'}…`;
    case 'failed':
      return 'The run stopped before this was measured.';
    case 'training':
    case 'paused':
    case 'evaluating':
    case 'finished':
      return firstPoint[metric.from];
  }
}
