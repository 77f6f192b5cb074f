/** @file The folder that `npm run train -- --out` fills. */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { armLabels } from '../../config/armLabels.ts';
import type { Arms } from '../../config/arms.ts';
import { asSettings } from '../../config/departures.ts';
import { metricsLine } from '../../protocol/metricsLine.ts';
import { UsageError } from '../command/failure.ts';
import { thisDisk, type Disk } from '../disk/disk.ts';
import { reasonOf } from '../command/systemError.ts';
import { onDisk } from '../disk/diskError.ts';
import { LinesFile } from '../disk/linesFile.ts';
import { stageWhole, writeWhole, type StagedFile } from '../disk/wholeFile.ts';
import type { ForwardedEvent, SeenEvent } from '../engine/page/bridge.ts';
import type { SourceVersion } from '../command/sourceVersion.ts';
import type { Summary } from './runRecord.ts';
import { SceneLines } from './sceneLines.ts';

/** Receives a run as it goes, so that whatever ends it, what it measured is on disk. */
export interface TrainFiles {
  /** @throws {DiskError} */
  add: (event: ForwardedEvent) => void;
  /** The same for what has pictures. @throws {DiskError} */
  see: (event: SeenEvent) => void;
  /** Sums the run up as it is by now, once more where it was summed up before. @throws {DiskError} */
  sumUp: (summary: Summary) => void;
  /** @throws {DiskError} */
  close: () => void;
}

/** What it takes to repeat a run, besides its configuration: `provenance.json`. */
export interface TrainProvenance extends SourceVersion {
  /** As it was typed. */
  command: string;
  /** When the run began, ISO 8601. */
  began: string;
}

export const noFiles: TrainFiles = {
  add: () => undefined,
  see: () => undefined,
  sumUp: () => undefined,
  close: () => undefined,
};

const [configName, provenanceName, metricsName, summaryName, scenesName] = [
  'config.json',
  'provenance.json',
  'metrics.jsonl',
  'summary.json',
  'scenes.jsonl',
];

/**
 * Writes `config.json` and `provenance.json` when the run begins, `metrics.jsonl` as it goes (one record a line, its
 * `kind` first: step, epoch, evaluation, shape, floors, device; where there are several arms, `arm` second), what has
 * pictures as `scenes.jsonl`, and `summary.json` at the end. Files of a former run are replaced, but not by a run that never begins. Each is whole at
 * any time, also where the disk takes no more.
 *
 * @throws {UsageError} when the folder cannot be written to
 */
export function openTrainFiles(
  folder: string,
  arms: Arms,
  provenance: Omit<TrainProvenance, 'began'>,
  disk: Disk = thisDisk,
): TrainFiles {
  const labels = arms.length > 1 ? armLabels(arms) : [];
  const inFolder = (name: string) => path.join(folder, name);
  requireFolder(folder, disk);
  let metrics: LinesFile | undefined;
  let scenes: { file: LinesFile; lines: SceneLines } | undefined;
  const begin = (): LinesFile => {
    const began: TrainProvenance = { ...provenance, began: new Date().toISOString() };
    const texts = { [configName]: asSettings(arms), [provenanceName]: began };
    const staged: StagedFile[] = [];
    try {
      for (const [name, value] of Object.entries(texts))
        staged.push(stageWhole(inFolder(name), jsonText(value), disk));
      // The former run goes when all that takes its place is there.
      metrics = LinesFile.begin(inFolder(metricsName), disk);
      for (const name of [summaryName, scenesName]) onDisk(inFolder(name), () => disk.remove(inFolder(name)));
      for (const { replace } of staged) replace();
      return metrics;
    } catch (error) {
      for (const { discard } of staged) discard();
      throw error;
    }
  };
  return {
    add: (event) => {
      const text = lines(event, labels).join('');
      if (text !== '') (metrics ??= begin()).add(text);
    },
    see: (event) => {
      scenes ??= { file: LinesFile.begin(inFolder(scenesName), disk), lines: new SceneLines() };
      scenes.file.add(scenes.lines.of(event).join(''));
    },
    sumUp: (summary) => {
      if (metrics !== undefined) writeWhole(inFolder(summaryName), jsonText(summary), disk);
    },
    close: () => {
      metrics?.close();
      scenes?.file.close();
    },
  };
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function requireFolder(folder: string, disk: Disk): void {
  try {
    disk.makeFolder(folder);
    accessSync(folder, constants.W_OK);
    const metrics = path.join(folder, metricsName);
    if (existsSync(metrics)) accessSync(metrics, constants.W_OK);
  } catch (error) {
    throw new UsageError(`The folder ${folder} cannot be written to: ${reasonOf(error)}.`);
  }
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
