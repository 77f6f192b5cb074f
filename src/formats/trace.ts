/** @file Reads recorded trainings, format `adasim-trace/1` (METHOD section 6). */
import { z } from 'zod';
import { quote } from './headerScanner.ts';
import { metadataJson, requireFormat } from './metadataJson.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors } from './safetensorsTypes.ts';
import { TensorReader, type Dimension, type FloatTensor, type IntegerRange } from './tensorReader.ts';
import {
  traceFormat,
  type EpochValue,
  type FirstStepOutput,
  type NetworkState,
  type PlannedTensor,
  type RecordedWindow,
  type Trace,
  type TraceExpectations,
  type TraceSteps,
} from './traceTypes.ts';
import { countsVotes, traceConfigSchema, traceFeatureDim, type TraceConfig } from './traceConfig.ts';

export type * from './traceTypes.ts';
export { countsVotes } from './traceConfig.ts';
export type { TraceConfig } from './traceConfig.ts';

/**
 * Reads a recording.
 * @param plan the tensors that a network of this configuration has, in the order of its state dict
 * @throws SafetensorsError if a tensor is missing, does not belong, has another shape than the configuration
 *   says, holds a NaN or an image that does not exist.
 */
export function readTrace(file: Safetensors, plan: (config: TraceConfig) => readonly PlannedTensor[]): Trace {
  requireFormat(file, traceFormat);
  const config = metadataJson(file, 'config', traceConfigSchema);
  const planned = plan(config);
  const reader = new TensorReader(file, {
    T: config.epochs * config.stepsPerEpoch,
    B: config.batchSize,
    '2B': 2 * config.batchSize,
    N: config.images,
    C: config.channels,
    H: config.imageSize,
    K: config.head.outDim,
    D: traceFeatureDim(config),
    k: config.bootstrap.topK,
    W: config.bootstrap.window,
    epochs: config.epochs,
  });
  const trace: Trace = {
    config,
    source: file.metadata.get('source') ?? '',
    initialState: readState(reader, 'init.', planned),
    initialFeatures: reader.floats('init.features', ['N', 'D']),
    views: {
      first: reader.floats('views.first', ['N', 'C', 'H', 'H']),
      second: reader.floats('views.second', ['N', 'C', 'H', 'H']),
    },
    steps: readSteps(reader, config),
    targets: reader.integers('targets', ['N'], { least: 0 }),
    expect: {
      ...readStepExpectations(reader, config),
      ...readGradientNorms(reader, file, planned),
      firstStep: readFirstStep(reader, config, planned),
      epoch: readEpochValues(reader, config),
      ...readFinal(reader, config, planned),
    },
  };
  reader.finish();
  return trace;
}

function readState(reader: TensorReader, prefix: string, planned: readonly PlannedTensor[]): NetworkState {
  const tensors = new Map<string, FloatTensor>();
  const batchesTracked = new Map<string, number>();
  for (const { name, shape } of planned) {
    tensors.set(name, reader.floats(prefix + name, shape));
    // PyTorch counts batches beside the running statistics; nothing depends on the count.
    const module = name.endsWith('.running_mean') ? name.slice(0, -'.running_mean'.length) : undefined;
    const counter = `${prefix}${module ?? ''}.num_batches_tracked`;
    if (module !== undefined && reader.has(counter))
      batchesTracked.set(module, reader.integerScalar(counter, { least: 0 }));
  }
  return { tensors, batchesTracked };
}

function readSteps(reader: TensorReader, { images, batchSize }: TraceConfig): TraceSteps {
  const anImage = { least: 0, most: images - 1 };
  const indices = reader.integers('steps.indices', ['T', 'B'], anImage);
  for (let step = 0; step < reader.size('T'); step++) {
    const batch = indices.data.subarray(step * batchSize, (step + 1) * batchSize);
    if (new Set(batch).size < batchSize) reject(`Tensor "steps.indices" has an image twice in step ${step}.`);
  }
  return {
    indices,
    positives: reader.integers('steps.positives', ['T', 'B'], anImage),
    lr: reader.numbers('steps.lr', ['T']),
    weightDecay: reader.numbers('steps.weightDecay', ['T']),
    teacherMomentum: reader.numbers('steps.teacherMomentum', ['T']),
    teacherTemperature: reader.numbers('steps.teacherTemperature', ['T']),
  };
}

function readStepExpectations(reader: TensorReader, { images, bootstrap }: TraceConfig) {
  const anImageOrNone = { least: -1, most: images - 1 };
  return {
    loss: reader.floats('expect.loss', ['T']),
    center: reader.floats('expect.center', ['T', 'K']),
    teacherFeatures: reader.floats('expect.teacherFeatures', ['T', '2B', 'D']),
    neighbours: reader.integers('expect.neighbors', ['T', 'B', 'k'], anImageOrNone),
    similarities: reader.floats('expect.similarities', ['T', 'B', 'k']),
    ...readVotes(reader, countsVotes(bootstrap.policy), anImageOrNone),
  };
}

/** Policies that do not count votes may have recorded them all the same, and may not. */
function readVotes(
  reader: TensorReader,
  required: boolean,
  anImageOrNone: IntegerRange,
): Pick<TraceExpectations, 'votes'> {
  const names = ['gate', 'candidates', 'scores', 'probabilities'].map((name) => `expect.${name}`);
  if (!required && !names.some((name) => reader.has(name))) return {};
  return {
    votes: {
      gate: reader.integers('expect.gate', ['T', 'B'], { least: 0, most: 1 }),
      candidates: reader.integers('expect.candidates', ['T', 'B', 'k'], anImageOrNone),
      scores: reader.floats('expect.scores', ['T', 'B', 'k']),
      probabilities: reader.floats('expect.probabilities', ['T', 'B', 'k']),
    },
  };
}

function readGradientNorms(
  reader: TensorReader,
  file: Safetensors,
  planned: readonly PlannedTensor[],
): Pick<TraceExpectations, 'gradientNorms'> {
  if (!reader.has('expect.gradNorm') && !file.metadata.has('gradNormOrder')) return {};
  const parameters = metadataJson(file, 'gradNormOrder', z.array(z.string()));
  const trained = new Set(planned.filter(({ buffer }) => buffer !== true).map(({ name }) => name));
  for (const name of parameters)
    if (!trained.delete(name))
      reject(`The metadata "gradNormOrder" names ${quote(name)}, which is no trained parameter, or twice.`);
  return {
    gradientNorms: { parameters, norms: reader.floats('expect.gradNorm', ['T', parameters.length]) },
  };
}

function readFirstStep(
  reader: TensorReader,
  { optimizer }: TraceConfig,
  planned: readonly PlannedTensor[],
): TraceExpectations['firstStep'] {
  const outputs = readGroup<FirstStepOutput>(reader, 'expect.firstStep.', [
    { name: 'studentLogits', shape: ['2B', 'K'] },
    { name: 'studentFeatures', shape: ['2B', 'D'] },
    { name: 'teacherLogits', shape: ['2B', 'K'], optional: true },
    { name: 'teacherFeatures', shape: ['2B', 'D'], optional: true },
  ]);
  const prefix = 'expect.firstStep.gradient.';
  if (!reader.hasAny(prefix)) return { outputs };
  const frozen = (name: string) => optimizer.freezeLastLayerEpochs > 0 && name.startsWith('head.last_layer.');
  const gradients = new Map<string, FloatTensor>();
  for (const { name, shape, buffer } of planned)
    if (buffer !== true && !frozen(name)) gradients.set(name, reader.floats(prefix + name, shape));
  return { outputs, gradients };
}

function readEpochValues(reader: TensorReader, { bootstrap }: TraceConfig): Map<EpochValue, FloatTensor> {
  const shape = ['epochs'];
  return readGroup<EpochValue>(reader, 'expect.epoch.', [
    { name: 'nnAccuracyTop1', shape },
    { name: 'nnAccuracyTop2', shape, optional: bootstrap.topK === 1 },
    { name: 'nnSelfAccuracyTop1', shape },
    { name: 'nnSelfAccuracyTop2', shape, optional: true },
    { name: 'nnRatioSelf', shape },
  ]);
}

/** Tensors of one prefix: none at all, or all that are not optional. */
function readGroup<Name extends string>(
  reader: TensorReader,
  prefix: string,
  members: readonly { name: Name; shape: readonly Dimension[]; optional?: boolean }[],
): Map<Name, FloatTensor> {
  const group = new Map<Name, FloatTensor>();
  if (!reader.hasAny(prefix)) return group;
  for (const { name, shape, optional = false } of members)
    if (!optional || reader.has(prefix + name)) group.set(name, reader.floats(prefix + name, shape));
  return group;
}

function readFinal(
  reader: TensorReader,
  config: TraceConfig,
  planned: readonly PlannedTensor[],
): Pick<TraceExpectations, 'final'> {
  if (!reader.hasAny('expect.final.')) return {};
  return {
    final: {
      student: readState(reader, 'expect.final.student.', planned),
      teacher: readState(reader, 'expect.final.teacher.', planned),
      features: reader.floats('expect.final.features', ['N', 'D']),
      window: readWindow(reader, config),
    },
  };
}

/** A window that was never full is recorded with its empty epochs, or without. */
function readWindow(reader: TensorReader, { images, epochs, bootstrap }: TraceConfig): RecordedWindow {
  const name = 'expect.final.windowNeighbors';
  const filled = Math.min(epochs, bootstrap.window);
  const shape = ['N', reader.shapeOf(name)?.[1] === filled ? filled : 'W', 'k'];
  const neighbours = reader.integers(name, shape, { least: -1, most: images - 1 });
  return {
    epochs: neighbours.shape[1] ?? 0,
    neighbours: neighbours.data,
    similarities: reader.floats('expect.final.windowSimilarities', shape).data,
  };
}
