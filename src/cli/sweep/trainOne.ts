/** @file One run of a sweep, on a page of its own: nothing of a run is left for the next. */
import type { BackendChoice } from '../../protocol/device.ts';
import type { EngineHost, EnginePage } from '../engine/engine.ts';
import type { ProgressDisplay } from '../train/progress.ts';
import { noFiles } from '../train/runFiles.ts';
import { trainPort } from '../train/enginePort.ts';
import type { TrainRequest } from '../train/request.ts';
import { leadRun } from '../train/leadRun.ts';
import type { PlannedRun } from './plan.ts';
import type { PlannedRunEnd } from './pool.ts';
import { resultOf, type Provenance } from './result.ts';

export interface TrainOneOptions {
  backend: BackendChoice;
  /** That each run may take of the machine's. */
  threads: number;
  from: Provenance;
  progress: ProgressDisplay;
  interruption: AbortSignal;
  notice: (sentence: string) => void;
}

/** Trains `run` to its end, whichever that is; never throws. */
export async function trainOne(
  run: PlannedRun,
  engine: EngineHost,
  options: TrainOneOptions,
): Promise<PlannedRunEnd> {
  let page: EnginePage | undefined;
  try {
    const started = performance.now();
    page = await engine.openPage();
    const { backend, threads, from, ...surroundings } = options;
    const { config, preset, steps } = run;
    const request: TrainRequest = {
      preset,
      arms: [{ config }],
      backend,
      steps,
      threads,
      from: undefined,
      save: undefined,
      out: undefined,
    };
    const end = await leadRun(request, trainPort(page), { ...surroundings, files: noFiles });
    if (end.summary.outcome === 'interrupted') return { kind: 'interrupted' };
    if (end.lost) return { kind: 'lost', problem: end.problem ?? 'Its page went away.' };
    const { record, problem, summary } = end;
    const seconds = (performance.now() - started) / 1000;
    const { stepsPerSecond } = summary;
    const result = resultOf(run, { record, problem, seconds, stepsPerSecond }, from);
    return result === undefined
      ? { kind: 'unstarted', problem: problem ?? 'It ended before its first step.' }
      : { kind: 'recorded', result };
  } catch (error) {
    // The browser went away before the run had begun.
    return { kind: 'lost', problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await page?.close();
  }
}
