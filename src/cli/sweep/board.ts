/** @file Shows how a sweep goes: a line for each run that ends, and in a terminal a bar with the time left. */
import { duration, rate } from '../../metrics/format.ts';
import { drawnBar, eraseLine, type ProgressDisplay, type Screen } from '../train/progress.ts';
import type { TrainRecord } from '../train/runRecord.ts';
import { metricFigure } from './metricWords.ts';
import { stepsOf, type SweepPace } from './pace.ts';
import type { PlannedRun } from './plan.ts';
import type { PlannedRunEnd } from './pool.ts';
import type { RunResult } from './result.ts';

export interface BoardOptions {
  screen: Screen;
  /** Runs of the sweep, those included that were recorded before. */
  total: number;
  waiting: readonly PlannedRun[];
  jobs: number;
  pace: SweepPace;
  /** Metrics that a finished run is told with. */
  metrics: readonly string[];
  /** Milliseconds, for tests. */
  now?: () => number;
}

interface Running {
  since: number;
  record: TrainRecord | undefined;
}

export class Board {
  private readonly waiting: Set<PlannedRun>;
  private readonly running = new Map<PlannedRun, Running>();
  private readonly now: () => number;
  private drawnAt = -Infinity;

  constructor(private readonly options: BoardOptions) {
    this.waiting = new Set(options.waiting);
    this.now = options.now ?? (() => performance.now());
  }

  /** The run begins; its progress moves the bar. */
  begin(run: PlannedRun): ProgressDisplay {
    this.waiting.delete(run);
    const state: Running = { since: this.now(), record: undefined };
    this.running.set(run, state);
    const draw = (record: TrainRecord) => {
      state.record = record;
      this.draw();
    };
    return { update: draw, end: draw };
  }

  end(run: PlannedRun, end: PlannedRunEnd, again: boolean): void {
    this.running.delete(run);
    if (again) this.waiting.add(run);
    if (end.kind === 'recorded') this.options.pace.learn(end.result);
    if (end.kind !== 'interrupted') this.say(this.lineOf(run, end, again));
  }

  /** A line above the bar. */
  say(line: string): void {
    const { isTTY, write } = this.options.screen;
    write(isTTY ? `${eraseLine}${line}\n` : `${line}\n`);
  }

  /** Removes the bar. */
  close(): void {
    if (this.options.screen.isTTY) this.options.screen.write(eraseLine);
  }

  /** Of all that is to be done, at the pace so far; undefined while there is none. */
  get secondsLeft(): number | undefined {
    const { pace, jobs } = this.options;
    let seconds = 0;
    for (const run of this.waiting) {
      const whole = pace.secondsFor(run) ?? this.projected();
      if (whole === undefined) return undefined;
      seconds += whole;
    }
    for (const [run, state] of this.running) {
      const own = secondsLeftOf(run, state);
      const left = own === undefined ? pace.secondsFor(run) : own / jobs;
      if (left === undefined) return undefined;
      seconds += left;
    }
    return seconds;
  }

  /** While no run has ended: what those under way make one expect of the others. */
  private projected(): number | undefined {
    const expected = [...this.running].flatMap(([run, state]) => {
      const left = secondsLeftOf(run, state);
      return left === undefined ? [] : [left + (this.now() - state.since) / 1000];
    });
    return expected.length === 0
      ? undefined
      : expected.reduce((sum, seconds) => sum + seconds, 0) / expected.length / this.options.jobs;
  }

  private get done(): number {
    return this.options.total - this.waiting.size - this.running.size;
  }

  private lineOf(
    run: PlannedRun,
    end: Exclude<PlannedRunEnd, { kind: 'interrupted' }>,
    again: boolean,
  ): string {
    const left = this.secondsLeft;
    return [
      `${this.done}/${this.options.total}`,
      `${run.arm.name} · seed ${run.seed}`,
      ...this.told(end, again),
      ...(this.waiting.size + this.running.size === 0 || left === undefined
        ? []
        : [`${duration(left)} left`]),
    ].join('  ');
  }

  private told(end: Exclude<PlannedRunEnd, { kind: 'interrupted' }>, again: boolean): string[] {
    if (end.kind === 'unstarted') return [`could not begin: ${end.problem}`];
    if (end.kind === 'lost')
      return [`was lost: ${end.problem}`, again ? 'It is tried again.' : 'It is left for the next command.'];
    const { result } = end;
    if (result.outcome === 'failed')
      return [`failed after ${result.stepsDone} steps: ${result.problem ?? 'no reason given'}`];
    return [`done in ${duration(result.seconds)}`, ...this.figures(result)];
  }

  private figures(result: RunResult): string[] {
    return this.options.metrics.flatMap((name) => {
      const value = result.metrics[name];
      return value === undefined ? [] : [metricFigure(name, value)];
    });
  }

  private draw(): void {
    const { screen, total } = this.options;
    if (!screen.isTTY) return;
    const now = this.now();
    if (now - this.drawnAt < 100) return;
    this.drawnAt = now;
    const parts = [...this.running].map(
      ([run, { record }]) => (record?.arms[0].steps.length ?? 0) / stepsOf(run),
    );
    const share = (this.done + parts.reduce((sum, part) => sum + part, 0)) / total;
    screen.write(`${eraseLine}${drawnBar(Math.min(1, share), this.barText(), screen.columns)}`);
  }

  private barText(): string {
    const under = [...this.running];
    const speed = under.reduce((sum, [, { record }]) => sum + (record?.stepsPerSecond ?? 0), 0);
    const left = this.secondsLeft;
    return [
      `${this.done}/${this.options.total} runs`,
      ...(left === undefined ? [] : [`${duration(left)} left`]),
      ...(speed > 0 ? [`${rate(speed)} steps/s`] : []),
      ...under.map(
        ([run, { record }]) =>
          `${run.arm.name} · seed ${run.seed} ${record?.arms[0].steps.length ?? 0}/${stepsOf(run)}`,
      ),
    ].join(' · ');
  }
}

/** At the run's own pace, which is known after its first steps. */
function secondsLeftOf(run: PlannedRun, { record }: Running): number | undefined {
  if (record === undefined || record.stepsPerSecond <= 0 || record.arms[0].steps.length === 0)
    return undefined;
  return Math.max(0, stepsOf(run) - record.arms[0].steps.length) / record.stepsPerSecond;
}
