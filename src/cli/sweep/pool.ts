/** @file Works off a sweep's runs, several at a time, each to its own end. */
import type { PlannedRun } from './plan.ts';
import type { RunResult } from './result.ts';

export type PlannedRunEnd =
  /** It measured something, whether it got to its end or not. */
  | { kind: 'recorded'; result: RunResult }
  /** It failed before its first step. */
  | { kind: 'unstarted'; problem: string }
  /** Its page went away, which is no fault of its own. */
  | { kind: 'lost'; problem: string }
  | { kind: 'interrupted' };

export interface PoolOptions {
  /** Runs at a time. */
  jobs: number;
  train: (run: PlannedRun) => Promise<PlannedRunEnd>;
  /** Called as each run ends, before the next begins; `again` when a lost run will be tried once more. */
  onEnd: (run: PlannedRun, end: PlannedRunEnd, again: boolean) => void;
  /** Once aborted, no run begins. */
  interruption: AbortSignal;
}

/** Resolves when all runs have ended or the interruption has ended those under way. */
export async function runAll(runs: readonly PlannedRun[], options: PoolOptions): Promise<void> {
  const { jobs, train, onEnd, interruption } = options;
  const queue = [...runs];
  const retried = new Set<PlannedRun>();
  const work = async () => {
    while (!interruption.aborted) {
      const run = queue.shift();
      if (run === undefined) return;
      const end = await train(run);
      const again = end.kind === 'lost' && !retried.has(run);
      if (again) {
        retried.add(run);
        queue.push(run);
      }
      onEnd(run, end, again);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}
