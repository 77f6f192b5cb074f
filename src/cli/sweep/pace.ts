/** @file How long runs take, learnt from those that are recorded. */
import { leaves } from '../../config/paths.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { PlannedRun } from './plan.ts';
import type { RunResult } from './result.ts';

/** Settings that decide what a step or an evaluation costs. */
const costly = ['data', 'method', 'backbone', 'head', 'batchSize', 'evaluation'];

const costOf = (config: unknown): string =>
  JSON.stringify(leaves(config).filter(([path]) => costly.includes(path.split('.')[0] ?? '')));

/** Steps that a run takes. */
export const stepsOf = ({ config, steps }: { config: ExperimentConfig; steps: number | undefined }): number =>
  steps ?? config.epochs * Math.max(1, Math.floor(config.data.trainImages / config.batchSize));

/** Seconds of the whole machine: of a run that shared it with others, its part. */
export class SweepPace {
  private readonly byCost = new Map<string, RunResult>();

  /** Newer results replace older ones: the machine or the code may have changed. */
  learn(result: RunResult): void {
    if (result.outcome === 'finished' && result.stepsPerSecond !== null)
      this.byCost.set(costOf(result.config), result);
  }

  /** Undefined while nothing is known of any run. */
  secondsFor(run: Pick<PlannedRun, 'config' | 'steps'>): number | undefined {
    const steps = stepsOf(run);
    const alike = this.byCost.get(costOf(run.config));
    if (alike !== undefined) return secondsAs(alike, steps);
    const known = [...this.byCost.values()];
    return known.length === 0
      ? undefined
      : known.reduce((sum, result) => sum + secondsAs(result, steps), 0) / known.length;
  }

  /** Whether a run of this kind was recorded; else it is taken for an average one. */
  knows(run: Pick<PlannedRun, 'config'>): boolean {
    return this.byCost.has(costOf(run.config));
  }
}

/** What `result` would have taken with so many steps. */
function secondsAs({ seconds, stepsDone, stepsPerSecond, jobs }: RunResult, steps: number): number {
  const speed = stepsPerSecond ?? stepsDone / seconds;
  // Loading and measuring the floors; of a run of about the same length, the other evaluations too.
  const besides = Math.max(0, seconds - stepsDone / speed);
  const whole = 2 * stepsDone >= steps ? (seconds * steps) / stepsDone : besides + steps / speed;
  return whole / jobs;
}
