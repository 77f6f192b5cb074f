/** @file Leads one run from its start to its end, whichever end that is. */
import path from 'node:path';
import { numbered } from '../../config/armLabels.ts';
import { fileLabel } from '../../config/runName.ts';
import { stoppedSentence } from '../../config/stoppedArm.ts';
import { UsageError } from '../command/failure.ts';
import type { ForwardedEvent } from '../engine/page/bridge.ts';
import type { ProgressDisplay } from './progress.ts';
import { RemoteRun, until, type RunEnd, type TrainPort } from './remoteRun.ts';
import type { TrainFiles } from './runFiles.ts';
import { TrainRecord, type Summary } from './runRecord.ts';
import type { TrainRequest } from './request.ts';

export interface TrainSurroundings {
  progress: ProgressDisplay;
  files: TrainFiles;
  /** Tells the person something on the side. */
  notice: (sentence: string) => void;
  /** Aborted when the person wants to stop. */
  interruption: AbortSignal;
  /** Milliseconds that the worker gets to put its things away. */
  patience?: number;
}

export interface TrainEnd {
  summary: Summary;
  /** Why the run failed, or could not be saved, in one sentence. */
  problem?: string;
  /** What the summary is of. */
  record: TrainRecord;
  /** It failed because the worker could no longer be reached, which is no fault of the run. */
  lost: boolean;
}

type End = RunEnd | { outcome: 'interrupted'; problem?: never; lost?: never };

/**
 * Runs to the end, to the person's interruption or to a failure; what was measured is kept in all three, and the
 * run itself, where that is asked for, in the first two.
 *
 * @throws {UsageError} when the file that the run was to start from is not good for it
 */
export async function leadRun(
  request: TrainRequest,
  port: TrainPort,
  { progress, files, notice, interruption, patience = 5000 }: TrainSurroundings,
): Promise<TrainEnd> {
  const { from, save } = request;
  const record = new TrainRecord(request.arms);
  const run = new RemoteRun(port);
  await port.listen((event) => {
    record.add(event);
    files.add(event);
    progress.update(record);
    run.hear(event);
    for (const sentence of remarks(event, record, from?.file)) notice(sentence);
  });
  const started = !interruption.aborted;
  if (started) run.start(request);
  const end = await endOf(run, interruption);
  if (end.outcome === 'unusable') {
    progress.end(record);
    throw new UsageError(`${from?.file ?? 'The file'}: ${end.problem ?? ''}`);
  }

  let { problem } = end;
  let saved: (string | undefined)[] = [];
  if (started && save !== undefined && end.outcome !== 'failed') {
    if (end.outcome === 'interrupted') {
      notice(`Saving to ${save} before leaving; Ctrl-C again leaves without.`);
      await run.pause();
    }
    ({ saved, problem } = await saveArms(run, record, save));
  }
  if (started && end.outcome === 'interrupted') await run.dispose(patience);
  progress.end(record);
  const summary = record.summary(request, end.outcome, saved);
  files.finish(summary);
  return { summary, record, lost: end.lost === true, ...(problem !== undefined && { problem }) };
}

/** A checkpoint of every arm that has not stopped; where there are several, each file has its arm in its name. */
async function saveArms(
  run: RemoteRun,
  { arms }: TrainRecord,
  file: string,
): Promise<{ saved: (string | undefined)[]; problem?: string }> {
  const saved: (string | undefined)[] = [];
  // Labels that differ in signs alone would be one name.
  const labels = numbered(arms.map(({ label }) => fileLabel(label)));
  for (const [index, { stopped }] of arms.entries()) {
    if (stopped !== undefined) continue;
    const place = arms.length === 1 ? file : fileOf(labels[index] ?? '', file);
    const problem = await run.save(index, 'checkpoint', place);
    if (problem !== undefined) return { saved, problem };
    saved[index] = place;
  }
  return { saved };
}

/** `end.safetensors` → `end-naive.safetensors` */
function fileOf(label: string, file: string): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${label}${ext}`);
}

/** What the person should know although the run goes on. */
function remarks(event: ForwardedEvent, { arms }: TrainRecord, file = 'The file'): string[] {
  if (event.type === 'stopped') return [stoppedSentence(arms[event.arm]?.label ?? '', event)];
  if (event.type === 'opened' && event.drawn.length > 0)
    return [`${file} has no ${event.drawn.join(' and ')}: drawn from the seed instead.`];
  if (event.type === 'error' && !event.fatal && event.answers === undefined) return [event.message];
  return [];
}

/** Its own, or the person's. */
async function endOf(run: RemoteRun, interruption: AbortSignal): Promise<End> {
  const { promise: interrupted, resolve } = until<End>();
  const interrupt = () => resolve({ outcome: 'interrupted' });
  if (interruption.aborted) interrupt();
  interruption.addEventListener('abort', interrupt);
  const end = await Promise.race([run.ended, interrupted]);
  // One signal may be of many runs.
  interruption.removeEventListener('abort', interrupt);
  return end;
}
