/** @file A sweep from its plan to its tables: what is recorded is passed over, what is not is trained. */
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { endingOf, type CommandEnding } from '../command/ending.ts';
import type { Screen } from '../train/progress.ts';
import { Board } from './board.ts';
import { sourceVersion } from '../command/sourceVersion.ts';
import { dryRunLines } from './dryRun.ts';
import { SweepPace } from './pace.ts';
import type { PlannedRun } from './plan.ts';
import { runAll, type PlannedRunEnd } from './pool.ts';
import { Ledger } from './ledger.ts';
import { unknownMetrics } from './report.ts';
import type { SweepRequest } from './request.ts';
import { readResults, type Recorded } from './resultsFile.ts';

export interface SweepSurroundings {
  screen: Screen;
  /** Tells the person something on the side. */
  notice: (sentence: string) => void;
  /** Aborted, by an {@link CommandEnding}, when no more is to be trained. */
  interruption: AbortSignal;
}

/**
 * @returns the exit code: 0 when every run that was asked for is recorded and none of them failed
 * @throws {UsageError} when the results cannot be written or there is no browser
 */
export async function sweep(request: SweepRequest, surroundings: SweepSurroundings): Promise<number> {
  const { plan, asked, folder } = request;
  const { screen, notice, interruption } = surroundings;
  const say = (line: string) => screen.write(`${line}\n`);
  const before = readResults(folder);
  before.problems.forEach(notice);
  const pending = pendingRuns(request, before.runs);
  const pace = paceBeside(folder);
  for (const { result } of before.runs) pace.learn(result);
  if (request.dryRun) {
    dryRunLines(asked, pending, pace).forEach(say);
    return 0;
  }
  const ledger = new Ledger(request, before.runs);
  const ended = AbortSignal.any([interruption, ledger.failed]);
  say(opening(request, pending));
  if (pending.length > 0)
    await trainAll(request, pending, pace, { screen, notice, interruption: ended }, (end) => {
      if (end.kind === 'recorded') ledger.add(end.result);
    });
  ledger.report();
  const { recorded } = ledger;
  for (const name of unknownMetrics(request.grid, plan, [...recorded.values()]))
    notice(`No run has a metric called ${name}.`);
  say(closing(request, recorded));
  const ending = endingOf(ended);
  if (ending === undefined)
    return asked.every(({ key }) => recorded.get(key)?.result.outcome === 'finished') ? 0 : 1;
  notice(farewell(request, recorded, ending));
  return ending.exitCode;
}

/** Those asked for that are not recorded, or failed and are to be tried again. */
function pendingRuns({ asked, retryFailed }: SweepRequest, recorded: readonly Recorded[]): PlannedRun[] {
  const done = new Set(
    recorded.filter(({ result }) => !retryFailed || result.outcome === 'finished').map(({ run }) => run),
  );
  return asked.filter(({ key }) => !done.has(key));
}

/** What the results of all grids beside this one say of how long runs take. */
function paceBeside(folder: string): SweepPace {
  const pace = new SweepPace();
  const all = path.dirname(folder);
  if (existsSync(all))
    for (const entry of readdirSync(all, { withFileTypes: true }))
      if (entry.isDirectory())
        for (const { result } of readResults(path.join(all, entry.name)).runs) pace.learn(result);
  return pace;
}

async function trainAll(
  request: SweepRequest,
  pending: readonly PlannedRun[],
  pace: SweepPace,
  { screen, notice, interruption }: SweepSurroundings,
  onEnd: (end: PlannedRunEnd) => void,
): Promise<void> {
  const { backend, command, grid, asked } = request;
  const jobs = Math.min(request.jobs, pending.length);
  // Loaded late: a list of runs need not wait for the browser's driver and the bundler.
  const { ensureData } = await import('../../../scripts/data/ensure.ts');
  const { startEngine } = await import('../engine/engine.ts');
  const { trainOne } = await import('./trainOne.ts');
  await ensureData({ log: () => undefined });
  const from = { ...sourceVersion(), command, jobs };
  const engine = await startEngine({ adapter: 'any' });
  const board = new Board({
    screen,
    total: asked.length,
    waiting: pending,
    jobs,
    pace,
    metrics: grid.table.slice(0, 2),
  });
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  try {
    await runAll(pending, {
      jobs,
      interruption,
      train: (run) =>
        trainOne(run, engine, { backend, threads, from, progress: board.begin(run), interruption, notice }),
      onEnd: (run, end, again) => {
        board.end(run, end, again);
        onEnd(end);
      },
    });
  } finally {
    board.close();
    await engine.close();
  }
}

function opening({ asked, jobs, folder }: SweepRequest, pending: readonly PlannedRun[]): string {
  const known = asked.length - pending.length;
  const passed = known === 0 ? '' : ` ${known} are recorded in ${folder} and passed over.`;
  const together = jobs > 1 && pending.length > 1 ? `, ${Math.min(jobs, pending.length)} at a time` : '';
  return pending.length === 0
    ? `All ${asked.length} runs are recorded in ${folder}.`
    : `${asked.length} runs.${passed} Training ${pending.length}${together}.`;
}

/** Why it ended before its time, what is kept, and how it goes on: one line. */
function farewell(
  { asked, folder }: SweepRequest,
  recorded: ReadonlyMap<string, Recorded>,
  { how }: CommandEnding,
): string {
  const kept = asked.filter(({ key }) => recorded.has(key)).length;
  const next = kept === asked.length ? 'writes the tables again' : 'goes on with the others';
  return `Ended ${how}. ${kept} of ${asked.length} runs are recorded in ${folder}; the same command ${next}.`;
}

function closing({ plan, asked, folder }: SweepRequest, recorded: ReadonlyMap<string, Recorded>): string {
  const outcomes = plan.runs.map(({ key }) => recorded.get(key)?.result.outcome);
  const missing = outcomes.filter((outcome) => outcome === undefined).length;
  const failed = outcomes.filter((outcome) => outcome === 'failed').length;
  const askedMissing = asked.some(({ key }) => !recorded.has(key));
  const next = askedMissing ? 'the same command' : 'the command without --only';
  return [
    `Tables and curves: ${path.join(folder, 'README.md')}.`,
    ...(failed > 0 ? [`${failed} of ${outcomes.length} runs failed; the tables name them.`] : []),
    ...(missing > 0
      ? [`${missing} of ${outcomes.length} runs are still to be trained; ${next} goes on there.`]
      : []),
  ].join(' ');
}
