/**
 * @file Reads checkpoints, format `adasim-checkpoint/1`: one safetensors file with a whole run in it.
 *
 *   student.<name>, teacher.<name>       state dicts, names and layouts of PyTorch
 *   optimizer.<moment>.<name>            exp_avg and exp_avg_sq, or momentum_buffer
 *   optimizer.step.<name>                updates that the tensor has had
 *   method.center, method.queue          what the method remembers
 *   bank.*, window.*, selection.*        the neighbours: see `RunSnapshot`
 *   metadata                             format, config, progress, dataset (JSON)
 */
import { z } from 'zod';
import { liveSettingsSchema } from '../config/liveSchema.ts';
import { experimentSchema, type ExperimentConfig } from '../config/schema.ts';
import {
  checkpointFormat,
  momentNames,
  trained,
  type BankState,
  type Checkpoint,
  type Progress,
  type RunPlan,
  type RunSnapshot,
  type TensorValues,
} from './checkpointTypes.ts';
import { quote } from './headerScanner.ts';
import { metadataJson, requireFormat } from './metadataJson.ts';
import { readNetwork, requireNonNegative } from './networkWeights.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors } from './safetensorsTypes.ts';
import { TensorReader } from './tensorReader.ts';

export type * from './checkpointTypes.ts';
export { writeCheckpoint } from './checkpointWriter.ts';

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const progressSchema = z.strictObject({
  step: count,
  queued: count,
  live: liveSettingsSchema,
  pairs: z.strictObject({ pairs: count, self: count, openGates: count, matching: count }),
});

/** Whether a file says that it is a checkpoint of ours, of any version. */
export const isCheckpoint = (file: Safetensors): boolean =>
  file.metadata.get('format')?.startsWith('adasim-checkpoint/') === true;

/**
 * What a checkpoint says of its run, without its tensors.
 * @throws SafetensorsError if it is no checkpoint of this version, or says what cannot be
 */
export function readCheckpointHead(file: Safetensors): { config: ExperimentConfig; progress: Progress } {
  requireFormat(file, checkpointFormat);
  const config = metadataJson(file, 'config', experimentSchema);
  const progress = metadataJson(file, 'progress', progressSchema);
  return { config, progress };
}

/**
 * Reads a checkpoint, and checks that a run can be in the state it describes.
 * @param planOf the tensors of a run of this configuration; may throw if there can be no such run
 * @throws SafetensorsError if a tensor is missing, does not belong, has another shape than the configuration
 *   says, or holds what it cannot hold
 */
export function readCheckpoint(file: Safetensors, planOf: (config: ExperimentConfig) => RunPlan): Checkpoint {
  const { config, progress } = readCheckpointHead(file);
  const plan = planOf(config);
  const { trainImages } = config.data;
  const { topK, window } = config.bootstrap;
  const stepsPerEpoch = Math.floor(trainImages / config.batchSize);
  const epochs = Math.min(window, Math.floor(progress.step / stepsPerEpoch));
  const reader = new TensorReader(file, { N: trainImages, D: plan.featureDim, k: topK, epochs });
  const aNeighbour = { least: -1, most: trainImages - 1 };
  const state: RunSnapshot = {
    progress,
    student: readNetwork(reader, 'student.', plan.student),
    ...(plan.teacher !== undefined && { teacher: readNetwork(reader, 'teacher.', plan.teacher) }),
    moments: momentNames(config.optimizer.kind).map((moment) => readMoments(reader, moment, plan)),
    updates: new Map(
      trained(plan.student).map(({ name }) => [
        name,
        reader.integerScalar(`optimizer.step.${name}`, { least: 0, most: progress.step }),
      ]),
    ),
    method: readNetwork(reader, 'method.', plan.state),
    bank: readBank(reader, aNeighbour),
    window: {
      epochs,
      neighbours: reader.integers('window.neighbours', ['N', 'epochs', 'k'], aNeighbour).data,
      similarities: reader.floats('window.similarities', ['N', 'epochs', 'k']).data,
    },
    selection: {
      positives: reader.integers('selection.positives', ['N'], { least: 0, most: trainImages - 1 }).data,
      gateOpen: readFlags(reader, 'selection.gateOpen'),
    },
  };
  reader.finish();
  checkVisits(state, (progress.step % stepsPerEpoch) * config.batchSize);
  return { config, state };
}

function readMoments(reader: TensorReader, moment: string, plan: RunPlan): TensorValues {
  const prefix = `optimizer.${moment}.`;
  return new Map(
    trained(plan.student).map(({ name, shape }) => {
      const { data } = reader.floats(prefix + name, shape);
      // A square: its root is taken.
      if (moment === 'exp_avg_sq') requireNonNegative(prefix + name, data);
      return [name, data];
    }),
  );
}

function readBank(reader: TensorReader, aNeighbour: { least: number; most: number }): BankState {
  return {
    features: reader.floats('bank.features', ['N', 'D']).data,
    written: readFlags(reader, 'bank.written'),
    visited: readFlags(reader, 'bank.visited'),
    neighbours: reader.integers('bank.neighbours', ['N', 'k'], aNeighbour).data,
    similarities: reader.floats('bank.similarities', ['N', 'k']).data,
  };
}

/** `[N]` of 0 and 1. */
function readFlags(reader: TensorReader, name: string): Uint8Array {
  const { data } = reader.bytes(name, ['N']);
  const bad = data.findIndex((flag) => flag > 1);
  if (bad >= 0) reject(`Tensor ${quote(name)} has ${data[bad]} at element ${bad}; allowed is 0 or 1.`);
  return data;
}

/** The number of images that an epoch has visited follows from the step. */
function checkVisits({ bank, progress }: RunSnapshot, expected: number): void {
  const visits = bank.visited.reduce((sum, flag) => sum + flag, 0);
  if (visits !== expected)
    reject(
      `Tensor "bank.visited" counts ${visits} images in the current epoch, but at step ${progress.step} they are ${expected}.`,
    );
  if (progress.pairs.pairs !== expected)
    reject(
      `The metadata "progress.pairs.pairs" is ${progress.pairs.pairs}, but at step ${progress.step} it is ${expected}.`,
    );
  const unwritten = bank.visited.findIndex((flag, image) => flag > (bank.written[image] ?? 0));
  if (unwritten >= 0)
    reject(`Tensor "bank.visited" has image ${unwritten}, which "bank.written" does not have.`);
}
