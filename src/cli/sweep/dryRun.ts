/** @file The runs of a sweep as a list, with the time they are expected to take. */
import { duration } from '../../metrics/format.ts';
import type { SweepPace } from './pace.ts';
import { stepsOf } from './pace.ts';
import type { PlannedRun } from './plan.ts';

/** One line for each of `runs`, and the sum. `pending` are those that would be trained. */
export function dryRunLines(
  runs: readonly PlannedRun[],
  pending: readonly PlannedRun[],
  pace: SweepPace,
): string[] {
  const waiting = new Set(pending);
  const width = Math.max(...runs.map((run) => nameOf(run).length));
  const lines = runs.map((run) => {
    const steps = `${stepsOf(run)} steps`.padStart(12);
    const state = waiting.has(run) ? expected(run, pace) : 'recorded';
    return `${nameOf(run).padEnd(width)}  ${steps}  ${state}`;
  });
  return [...lines, '', sum(runs, pending, pace)];
}

const nameOf = (run: PlannedRun): string => `${run.arm.name} · seed ${run.seed}`;

function expected(run: PlannedRun, pace: SweepPace): string {
  const seconds = pace.secondsFor(run);
  if (seconds === undefined) return 'time unknown';
  return pace.knows(run)
    ? `about ${duration(seconds)}`
    : `about ${duration(seconds)}, if it is like the others`;
}

function sum(runs: readonly PlannedRun[], pending: readonly PlannedRun[], pace: SweepPace): string {
  const recorded = runs.length - pending.length;
  const counts = `${runs.length} runs, ${recorded} recorded, ${pending.length} to be trained`;
  const seconds = pending.map((run) => pace.secondsFor(run));
  if (pending.length === 0) return `${counts}.`;
  const total = seconds.reduce<number>((whole, one) => whole + (one ?? 0), 0);
  return seconds.includes(undefined)
    ? `${counts}; how long that takes shows when the first has ended.`
    : `${counts} in about ${duration(total)}.`;
}
