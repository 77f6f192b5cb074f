/**
 * @file A training step told in its parts (`protocol/stepStory.ts`). What it changes is read before and after, and
 * compared on the host in double precision; of what it computes, what no record has is kept for once.
 */
import { normaliseRows, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import { NO_NEIGHBOUR } from '../../adasim/window.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { TensorValues } from '../../formats/checkpointTypes.ts';
import { backbone } from '../../model/backbone.ts';
import type { ParameterSet } from '../../model/parameters.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';
import type { StepStory } from '../../protocol/stepStory.ts';
import * as tf from '../../tensor/tf.ts';
import { captureNetwork } from '../checkpoint/trainerState.ts';
import { asTheyAre } from '../methods/method.ts';
import { isOfLastLayer } from '../optimiser.ts';
import type { StepDetails, TakeStep } from '../run.ts';
import type { Trainer } from '../trainer.ts';

/** All but the record, which comes with the run's others. */
export type Tale = Omit<StepStory, 'record'>;

/** The step that is to be told, and at which pair. */
export interface StepToTell {
  trainer: Trainer;
  config: ExperimentConfig;
  image: number;
  /** 0-based: of the step. */
  epoch: number;
  /** Of the pair among those of the step. */
  place: number;
  inspect: (alsoShown: readonly number[]) => Inspection | undefined;
  outputs: () => Promise<PairOutputs | null>;
  /** Computes of the pair's views: view 1 first, then view 2. */
  ask: (compute: (views: tf.Tensor4D) => tf.Tensor2D) => Promise<FeatureMatrix | null>;
}

/** What a step changes, as it is between two steps. */
interface Moment {
  student: TensorValues;
  teacher: TensorValues | undefined;
  centre: Float32Array | undefined;
  queued: number;
  /** The pair's row of the bank. */
  row: Float32Array;
  outputs: PairOutputs | null;
}

/** @returns undefined where the epoch's choices are not known; the step is taken all the same */
export async function tellStep(told: StepToTell, step: TakeStep): Promise<Tale | undefined> {
  const { config, epoch, image, place } = told;
  if (told.inspect([])?.epoch !== epoch) {
    await step();
    return undefined;
  }
  const features = await featuresOf(told);
  const before = await momentOf(told);
  let details: StepDetails | undefined;
  await step((taken) => (details = taken));
  if (details === undefined) throw new Error('The step has kept nothing of what it computed.');
  const { norms, nearest } = await readDetails(details, place);
  const after = await momentOf(told);
  const inspection = told.inspect(nearest.map((neighbour) => neighbour.image));
  if (inspection === undefined) throw new Error(`Nothing is known of image ${image} any more.`);
  return {
    inspection: { ...inspection, outputs: before.outputs },
    outputsAfter: after.outputs,
    pairs: config.batchSize,
    features,
    update: updateOf(told, norms, before, after),
    centre: centreOf(config, before.centre, after.centre),
    queue: queueOf(told, before, after),
    teacher: teacherOf(before, after),
    kept: { similarity: cosine(before.row, after.row), nearest },
  };
}

async function momentOf({ trainer, image, outputs }: StepToTell): Promise<Moment> {
  const { method, bank } = trainer;
  const { student, teacher } = method;
  const rows = await bank.features.data<'float32'>();
  const dim = bank.features.shape[1];
  // Copies: on some backends what is read is the tensor's own memory.
  const row = rows.slice(image * dim, (image + 1) * dim);
  const centre = (await method.state.get('center')?.data<'float32'>())?.slice();
  return {
    student: trained(student, await captureNetwork(student)),
    teacher: teacher && trained(teacher, await captureNetwork(teacher)),
    centre,
    queued: method.queue?.pushed ?? 0,
    row,
    outputs: await outputs(),
  };
}

const trained = (network: ParameterSet, values: TensorValues): TensorValues =>
  new Map(network.parameterNames.map((name) => [name, values.get(name) ?? new Float32Array()]));

/** Both backbones as they are, each on its view. */
async function featuresOf({ trainer, config, ask }: StepToTell): Promise<Tale['features']> {
  const { student, target } = trainer.method;
  const of = (network: ParameterSet, row: number) =>
    ask((views) => {
      const view = tf.slice(views, row, 1);
      return backbone(network.within('backbone'), config.backbone, view, asTheyAre);
    });
  const [first, second] = [await of(student, 0), await of(target, 1)];
  return { first: [...(first?.data ?? [])], second: [...(second?.data ?? [])] };
}

/** Reads what a step has kept, and gives it free. */
async function readDetails({ gradientNorms, indices, similarities }: StepDetails, place: number) {
  const [norms, found, cosines] = await Promise.all([
    gradientNorms.data<'float32'>(),
    indices.data<'int32'>(),
    similarities.data<'float32'>(),
  ]);
  const k = indices.shape[1];
  const nearest = Array.from({ length: k }, (_, rank) => ({
    image: found[place * k + rank] ?? NO_NEIGHBOUR,
    similarity: cosines[place * k + rank] ?? 0,
  })).filter((neighbour) => neighbour.image !== NO_NEIGHBOUR);
  const read = { norms: norms.slice(), nearest };
  tf.dispose([gradientNorms, indices, similarities]);
  return read;
}

function updateOf(
  { trainer, config, epoch }: StepToTell,
  norms: Float32Array,
  before: Moment,
  after: Moment,
): Tale['update'] {
  const { clipGradient, freezeLastLayerEpochs } = config.optimizer;
  const isFrozen = (name: string) => epoch < freezeLastLayerEpochs && isOfLastLayer(name);
  const { parameterNames } = trainer.method.student;
  const updated = [...norms].filter((_, place) => !isFrozen(parameterNames[place] ?? ''));
  return {
    gradientNorm: length(norms),
    clipped: clipGradient > 0 ? updated.filter((norm) => norm > clipGradient).length : 0,
    updated: updated.length,
    lastLayerFrozen: parameterNames.some(isFrozen),
    weightsNorm: Math.hypot(...[...before.student.values()].map(length)),
    moved: distance(before.student, after.student),
  };
}

function centreOf(
  { loss }: ExperimentConfig,
  before: Float32Array | undefined,
  after: Float32Array | undefined,
): Tale['centre'] {
  if (before === undefined || after === undefined) return null;
  const moved = length(after.map((value, k) => value - (before[k] ?? 0)));
  return { momentum: loss.centerMomentum, before: length(before), after: length(after), moved };
}

function queueOf({ trainer, config }: StepToTell, before: Moment, after: Moment): Tale['queue'] {
  if (trainer.method.queue === undefined) return null;
  return { length: config.loss.queueLength, before: before.queued, after: after.queued };
}

function teacherOf(before: Moment, after: Moment): Tale['teacher'] {
  if (before.teacher === undefined || after.teacher === undefined) return null;
  return {
    before: distance(before.teacher, before.student),
    behind: distance(before.teacher, after.student),
    after: distance(after.teacher, after.student),
  };
}

/** ℓ2, in double precision. */
function length(values: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += (values[i] ?? 0) ** 2;
  return Math.sqrt(squares);
}

/** Of the tensors of `a` from those of the same names in `b`: a predictor has no twin. */
function distance(a: TensorValues, b: TensorValues): number {
  let squares = 0;
  for (const [name, values] of a) {
    const others = b.get(name);
    if (others === undefined) continue;
    for (let i = 0; i < values.length; i += 1) squares += ((values[i] ?? 0) - (others[i] ?? 0)) ** 2;
  }
  return Math.sqrt(squares);
}

/** Null where either is nothing. */
function cosine(a: Float32Array, b: Float32Array): number | null {
  if (length(a) === 0 || length(b) === 0) return null;
  const { data, dim } = normaliseRows({ data: Float32Array.from([...a, ...b]), rows: 2, dim: a.length });
  let sum = 0;
  for (let i = 0; i < dim; i += 1) sum += (data[i] ?? 0) * (data[dim + i] ?? 0);
  return sum;
}
