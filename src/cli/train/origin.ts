/** @file The file of `npm run train -- --from`, looked at before a browser is started for it. */
import { readFileSync, statSync } from 'node:fs';
import { withLive } from '../../config/live.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { isCheckpoint, readCheckpointHead } from '../../formats/checkpoint.ts';
import { parseSafetensors, SafetensorsError } from '../../formats/safetensors.ts';
import { maximumFileBytes } from '../../formats/safetensorsPrefix.ts';
import { UsageError } from '../command/failure.ts';
import { requireFile } from '../command/requireFile.ts';

/** A run that goes on, with the settings it has come to, or weights to start from. */
export type TrainOrigin =
  | { kind: 'checkpoint'; file: string; config: ExperimentConfig; step: number }
  | { kind: 'weights'; file: string };

/**
 * Whether the tensors fit their configuration is for the worker to say.
 *
 * @throws {UsageError} that names the file, and the tensor or byte at fault
 */
export function readTrainOrigin(file: string): TrainOrigin {
  requireFile(file);
  const { size } = statSync(file);
  if (size === 0) throw new UsageError(`${file} is empty.`);
  if (size > maximumFileBytes)
    throw new UsageError(
      `${file} has ${Math.ceil(size / 1e6)} MB; a run is read from at most ${maximumFileBytes / 1e6} MB.`,
    );
  try {
    const content = parseSafetensors(readFileSync(file));
    if (!isCheckpoint(content)) return { kind: 'weights', file };
    const { config, progress } = readCheckpointHead(content);
    return { kind: 'checkpoint', file, config: withLive(config, progress.live), step: progress.step };
  } catch (error) {
    if (error instanceof SafetensorsError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** @throws {UsageError} when a run that is at `step` has nothing left to do until it has `steps` */
export function requireStepsLeft(
  { file, config, step }: Extract<TrainOrigin, { kind: 'checkpoint' }>,
  steps: number | undefined,
): void {
  if (steps !== undefined && steps <= step)
    throw new UsageError(
      `--steps is ${steps}, but ${file} is at step ${step} already; steps are counted from the run's first.`,
    );
  const { data, batchSize, epochs } = config;
  if (steps === undefined && step >= epochs * Math.floor(data.trainImages / batchSize))
    throw new UsageError(`${file} is at step ${step}, the end of its run; a larger --steps lets it go on.`);
}
