/** @file Leads one run from its start to its end, whichever end that is. */
import { stoppedSentence } from '../../config/stoppedArm.ts';
import { endingOf, type CommandEnding } from '../command/ending.ts';
import { UsageError } from '../command/failure.ts';
import { DiskError, endingByDisk } from '../disk/diskError.ts';
import type { ForwardedEvent, SeenEvent } from '../engine/page/bridge.ts';
import { Checkpoints } from './checkpoints.ts';
import type { ProgressDisplay } from './progress.ts';
import { RemoteRun, until, type RunEnd, type TrainPort } from './remoteRun.ts';
import type { TrainFiles } from './runFiles.ts';
import { TrainRecord, type SavedArm, type Summary } from './runRecord.ts';
import type { TrainRequest } from './request.ts';
import { Tour } from './tour.ts';

export interface TrainSurroundings {
  progress: ProgressDisplay;
  files: TrainFiles;
  /** Tells the person something on the side. */
  notice: (sentence: string) => void;
  /** Aborted, by an {@link CommandEnding}, when the run shall end before its time. */
  interruption: AbortSignal;
  /** Milliseconds that the worker gets to put its things away. */
  patience?: number;
  /** Milliseconds between two checkpoints of a run that is to be saved. */
  saveEvery?: number;
}

export interface TrainEnd {
  summary: Summary;
  /** Why it ended before its time, where it did not fail. */
  ending?: CommandEnding;
  /** Why the run failed, or could not be saved, in one sentence. */
  problem?: string;
  /** What the summary is of. */
  record: TrainRecord;
  /** The newest checkpoint of each arm that has one. */
  saved: readonly (SavedArm | undefined)[];
  /** Why the files have not all that was measured, in one sentence. */
  unwritten?: string;
  /** It failed because the worker or its graphics device went away, which is no fault of the run. */
  lost: boolean;
}

type End = RunEnd | { outcome: 'interrupted'; problem?: never; lost?: never; kept?: never };

const TEN_MINUTES = 600_000;

/**
 * Runs to the end, to an ending from outside, to a disk that takes no more or to a failure. What was measured is kept
 * in all of them, and the run itself, where that is asked for, as it was at its end or, where it failed, some minutes
 * before.
 *
 * @throws {UsageError} when the file that the run was to start from is not good for it
 */
export async function leadRun(
  request: TrainRequest,
  port: TrainPort,
  surroundings: TrainSurroundings,
): Promise<TrainEnd> {
  const { progress, notice, interruption, patience = 5000, saveEvery = TEN_MINUTES } = surroundings;
  const { from, save } = request;
  const record = new TrainRecord(request.arms);
  const run = new RemoteRun(port);
  const files = new CarefulFiles(surroundings.files);
  const ended = AbortSignal.any([interruption, files.failed]);
  const tour = request.scenes === true ? new Tour(run, request.arms) : undefined;
  const hear = (event: ForwardedEvent) => {
    record.add(event);
    files.add(event);
    progress.update(record);
    tour?.hear(event);
    run.hear(event);
    for (const sentence of remarks(event, record, from?.file)) notice(sentence);
  };
  const see = (event: SeenEvent) => {
    files.see(event);
    tour?.see(event);
    run.see(event);
  };
  await (tour === undefined ? port.listen(hear) : port.listen(hear, see));
  const started = !ended.aborted;
  if (started) run.start(request);
  const over = new AbortController();
  const checkpoints = save === undefined ? undefined : new Checkpoints(run, record, save);
  checkpoints?.saveEvery(saveEvery, notice, over.signal);
  void tour?.lead(AbortSignal.any([over.signal, ended]));
  const end = await endOf(run, ended);
  over.abort();
  const { outcome } = end;
  if (outcome === 'unusable') {
    progress.end(record);
    throw new UsageError(`${from?.file ?? 'The file'}: ${end.problem ?? ''}`);
  }

  let { problem } = end;
  const saved = checkpoints?.saved ?? [];
  const sumUp = () => record.summary(request, outcome, saved);
  const ending = outcome === 'interrupted' ? endingOf(ended) : undefined;
  // Who leaves while the run is saved leaves a summary.
  files.sumUp(sumUp());
  if (started && checkpoints !== undefined && (outcome !== 'failed' || end.kept === true)) {
    if (ending?.insists === true)
      notice(`Saving to ${save ?? ''} before leaving; Ctrl-C again leaves without.`);
    if (ending !== undefined) await run.pause();
    const problems = [problem, await checkpoints.save()].filter((sentence) => sentence !== undefined);
    problem = problems.length === 0 ? undefined : problems.join(' ');
  }
  if (started && ending !== undefined) await run.dispose(patience);
  progress.end(record);
  const summary = sumUp();
  files.sumUp(summary);
  files.close();
  return {
    summary,
    record,
    saved,
    lost: end.lost === true,
    ...(ending !== undefined && { ending }),
    ...(problem !== undefined && { problem }),
    ...(files.problem !== undefined && { unwritten: files.problem }),
  };
}

/** What the process ends with: 1 where something that was asked for could not be done. */
export function exitCodeOf({ problem, unwritten, ending }: TrainEnd): number {
  if (problem !== undefined || unwritten !== undefined) return 1;
  return ending?.exitCode ?? 0;
}

/** A disk that takes no more ends the run, with what there is. */
class CarefulFiles {
  /** Why not all was written. */
  problem: string | undefined;
  private readonly failure = new AbortController();
  /** Aborted by the {@link CommandEnding} that a failing disk is. */
  readonly failed = this.failure.signal;

  constructor(private readonly files: TrainFiles) {}

  add(event: ForwardedEvent): void {
    if (this.problem === undefined) this.attempt(() => this.files.add(event));
  }

  see(event: SeenEvent): void {
    if (this.problem === undefined) this.attempt(() => this.files.see(event));
  }

  /** A summary is short, and may fit where the rest did not. */
  sumUp(summary: Summary): void {
    this.attempt(() => this.files.sumUp(summary));
  }

  close(): void {
    this.attempt(() => this.files.close());
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.problem ??= error.message;
      this.failure.abort(endingByDisk(error));
    }
  }
}

/** What the person should know although the run goes on. */
function remarks(event: ForwardedEvent, { arms }: TrainRecord, file = 'The file'): string[] {
  if (event.type === 'stopped') return [stoppedSentence(arms[event.arm]?.label ?? '', event)];
  if (event.type === 'opened' && event.drawn.length > 0)
    return [`${file} has no ${event.drawn.join(' and ')}: drawn from the seed instead.`];
  if (event.type === 'error' && !event.fatal && event.answers === undefined) return [event.message];
  return [];
}

/** Its own, or one from outside. */
async function endOf(run: RemoteRun, ended: AbortSignal): Promise<End> {
  const { promise: interrupted, resolve } = until<End>();
  const interrupt = () => resolve({ outcome: 'interrupted' });
  if (ended.aborted) interrupt();
  ended.addEventListener('abort', interrupt);
  const end = await Promise.race([run.ended, interrupted]);
  // One signal may be of many runs.
  ended.removeEventListener('abort', interrupt);
  return end;
}
