/** @file Leads one run from its start to its end, whichever end that is. */
import type { Command } from '../worker/protocol.ts';
import type { ForwardedEvent } from './page/bridge.ts';
import type { Progress } from './progress.ts';
import type { TrainFiles } from './trainFiles.ts';
import { TrainRecord, type Outcome, type TrainSummary } from './trainRecord.ts';
import type { TrainRequest } from './trainRequest.ts';

/** The training worker, wherever it lives. */
export interface TrainPort {
  /** Absolute URL of the packed datasets. */
  dataUrl: string;
  listen: (onEvent: (event: ForwardedEvent) => void) => Promise<void>;
  send: (command: Command) => Promise<void>;
  /** Rejects when the worker can no longer be reached. */
  death: Promise<never>;
}

export interface TrainSurroundings {
  progress: Progress;
  files: TrainFiles;
  /** Tells the person something on the side. */
  notice: (sentence: string) => void;
  /** Aborted when the person wants to stop. */
  interruption: AbortSignal;
  /** Milliseconds that the worker gets to put its things away. */
  patience?: number;
}

export interface TrainEnd {
  summary: TrainSummary;
  /** Why the run failed, in one sentence. */
  problem?: string;
}

interface End {
  outcome: Outcome;
  problem?: string;
}

const runId = 'run';

/** Runs to the end, to the person's interruption or to a failure; what was measured is kept in all three. */
export async function leadRun(
  request: TrainRequest,
  port: TrainPort,
  { progress, files, notice, interruption, patience = 5000 }: TrainSurroundings,
): Promise<TrainEnd> {
  const { config, backend, steps, preset } = request;
  const record = new TrainRecord();
  const ended = until<End>();
  const disposed = until<undefined>();

  await port.listen((event) => {
    record.add(event);
    files.add(event);
    progress.update(record);
    if (event.type === 'status' && event.phase === 'finished') ended.resolve({ outcome: 'finished' });
    if (event.type === 'error' && event.fatal) ended.resolve({ outcome: 'failed', problem: event.message });
    if (event.type === 'error' && !event.fatal) notice(event.message);
    if (event.type === 'disposed') disposed.resolve(undefined);
  });
  const lose = (error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    ended.resolve({ outcome: 'failed', problem });
    disposed.resolve(undefined);
  };
  port.death.catch(lose);
  interruption.addEventListener('abort', () => ended.resolve({ outcome: 'interrupted' }));
  const started = !interruption.aborted;
  if (started) {
    const limit = steps === undefined ? {} : { steps };
    port.send({ type: 'start', runId, config, backend, dataUrl: port.dataUrl, ...limit }).catch(lose);
  } else {
    ended.resolve({ outcome: 'interrupted' });
  }

  const end = await ended.promise;
  if (end.outcome === 'interrupted' && started) {
    port.send({ type: 'dispose', runId }).catch(lose);
    await Promise.race([disposed.promise, elapsed(patience)]);
  }
  progress.end(record);
  const summary = record.summary(preset, config, end.outcome);
  files.finish(summary);
  return { summary, ...(end.problem !== undefined && { problem: end.problem }) };
}

/** A promise that others settle. */
function until<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

const elapsed = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
