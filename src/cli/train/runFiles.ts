/** @file The folder that `npm run train -- --out` fills. */
import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { armLabels } from '../../config/armLabels.ts';
import type { Arms } from '../../config/arms.ts';
import { asSettings } from '../../config/departures.ts';
import { metricsLine } from '../../protocol/metricsLine.ts';
import { UsageError } from '../command/failure.ts';
import type { ForwardedEvent } from '../engine/page/bridge.ts';
import type { SourceVersion } from '../command/sourceVersion.ts';
import type { Summary } from './runRecord.ts';

/** Receives a run as it goes, so that whatever ends it, what it measured is on disk. */
export interface TrainFiles {
  add: (event: ForwardedEvent) => void;
  finish: (summary: Summary) => void;
}

/** What it takes to repeat a run, besides its configuration: `provenance.json`. */
export interface TrainProvenance extends SourceVersion {
  /** As it was typed. */
  command: string;
  /** When the run began, ISO 8601. */
  began: string;
}

export const noFiles: TrainFiles = { add: () => undefined, finish: () => undefined };

/**
 * Writes `config.json` and `provenance.json` when the run begins, `metrics.jsonl` as it goes (one record a line, its
 * `kind` first: step, epoch, evaluation, shape, floors, device; where there are several arms, `arm` second) and
 * `summary.json` at the end. Files of a former run are replaced, but not by a run that never begins.
 *
 * @throws {UsageError} when the folder cannot be written to
 */
export function openTrainFiles(
  folder: string,
  arms: Arms,
  provenance: Omit<TrainProvenance, 'began'>,
): TrainFiles {
  const labels = arms.length > 1 ? armLabels(arms) : [];
  const write = (name: string, value: unknown) =>
    writeFileSync(path.join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The folder ${folder} cannot be written to: ${reason}.`);
  }
  let metrics: number | undefined;
  const begin = (): number => {
    rmSync(path.join(folder, 'summary.json'), { force: true });
    write('config.json', asSettings(arms));
    const began: TrainProvenance = { ...provenance, began: new Date().toISOString() };
    write('provenance.json', began);
    return openSync(path.join(folder, 'metrics.jsonl'), 'w');
  };
  return {
    add: (event) => {
      const text = lines(event, labels).join('');
      if (text !== '') writeSync((metrics ??= begin()), text);
    },
    finish: (summary) => {
      if (metrics === undefined) return;
      closeSync(metrics);
      write('summary.json', summary);
    },
  };
}

/** @param labels of the arms, where there are several */
function lines(event: ForwardedEvent, labels: readonly string[]): string[] {
  switch (event.type) {
    case 'device':
      return [metricsLine('device', event.device)];
    case 'shape':
      return [metricsLine('shape', event.shape, labels[event.arm])];
    case 'floors':
      return [metricsLine('floors', event.floors, labels[event.arm])];
    case 'metrics': {
      const arm = labels[event.arm];
      return [
        ...event.steps.map((record) => metricsLine('step', record, arm)),
        ...event.epochs.map((record) => metricsLine('epoch', record, arm)),
        ...event.evaluations.map((record) => metricsLine('evaluation', record, arm)),
      ];
    }
    case 'stopped':
      return [metricsLine('stopped', { message: event.message }, labels[event.arm])];
    default:
      return [];
  }
}
