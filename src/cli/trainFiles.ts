/** @file The folder that `npm run train -- --out` fills. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { ExperimentConfig } from '../config/schema.ts';
import { UsageError } from './failure.ts';
import type { ForwardedEvent } from './page/bridge.ts';
import type { TrainSummary } from './trainRecord.ts';

/** Receives a run as it goes, so that whatever ends it, what it measured is on disk. */
export interface TrainFiles {
  add: (event: ForwardedEvent) => void;
  finish: (summary: TrainSummary) => void;
}

export const noFiles: TrainFiles = { add: () => undefined, finish: () => undefined };

/**
 * Writes `config.json` at once, `metrics.jsonl` as the run goes (one record a line, its `kind` first: step,
 * epoch, evaluation, floors, device) and `summary.json` at the end. Files of a former run are replaced.
 *
 * @throws {UsageError} when the folder cannot be written to
 */
export function openTrainFiles(folder: string, config: ExperimentConfig): TrainFiles {
  const write = (name: string, value: unknown) =>
    writeFileSync(path.join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  let metrics: number;
  try {
    mkdirSync(folder, { recursive: true });
    write('config.json', config);
    metrics = openSync(path.join(folder, 'metrics.jsonl'), 'w');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The folder ${folder} cannot be written to: ${reason}.`);
  }
  return {
    add: (event) => {
      const text = lines(event).map((line) => `${JSON.stringify(line)}\n`);
      if (text.length > 0) writeSync(metrics, text.join(''));
    },
    finish: (summary) => {
      closeSync(metrics);
      write('summary.json', summary);
    },
  };
}

function lines(event: ForwardedEvent): object[] {
  switch (event.type) {
    case 'device':
      return [{ kind: 'device', ...event.device }];
    case 'floors':
      return [{ kind: 'floors', ...event.floors }];
    case 'metrics':
      return [
        ...event.steps.map((record) => ({ kind: 'step', ...record })),
        ...event.epochs.map((record) => ({ kind: 'epoch', ...record })),
        ...event.evaluations.map((record) => ({ kind: 'evaluation', ...record })),
      ];
    default:
      return [];
  }
}
