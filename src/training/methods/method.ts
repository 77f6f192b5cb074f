/** @file What a method of self-supervised learning is to the trainer. One file a method, in `methods/`. */
import type { ForwardContext } from '../../model/backbone.ts';
import type { PlannedTensor } from '../../formats/checkpointTypes.ts';
import type { ParameterSet, TensorPlan } from '../../model/parameters.ts';
import type { HostTensors, StepInputs } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import type { EmbeddingQueue } from '../bank/embeddingQueue.ts';

/** The values of one step's schedules. */
export interface StepScalars {
  /** Learning rate, already scaled by the batch. */
  lr: number;
  weightDecay: number;
  teacherMomentum: number;
  teacherTemperature: number;
  /** The last layer's gradient is dropped. */
  lastLayerFrozen: boolean;
}

/** A forward pass that records nothing. */
export const asTheyAre: ForwardContext = { training: false };

/** The first row, of view 1 of an image, and the others of {@link Method.respond}. */
export function firstAndOthers<T extends tf.Tensor>(rows: T): [T, T] {
  const [first, others] = tf.split(rows, [1, rows.shape[0] - 1]);
  if (first === undefined || others === undefined) throw new Error('A view and others are needed.');
  return [first as T, others as T];
}

/** The student's forward pass. */
export function studentContext(inputs: StepInputs): ForwardContext {
  const keepScales = inputs.find<tf.Tensor2D>('keepScales');
  return { training: true, ...(keepScales && { keepScales }) };
}

/** Names of the entries of `Learned.statistics`; NaN where a method has no such thing. */
export const stepStatistics = ['loss', 'teacherEntropy', 'teacherStudentKL'] as const;

/** What one pass over a batch of pairs gives. Tensors belong to the caller's `tidy`. */
export interface Learned {
  /** Gradient of each trained tensor of the student, by name. */
  gradients: ReadonlyMap<string, tf.Tensor>;
  /** `[2·batch, D]` backbone features of both views, of the network that feeds the bank. */
  features: tf.Tensor2D;
  /** `[4]`, entries named by {@link stepStatistics}. */
  statistics: tf.Tensor1D;
}

/** The tensors that a method is made of, known before any of them is made. */
export interface MethodPlan {
  student: TensorPlan[];
  /** Absent where the method has no teacher. */
  teacher?: TensorPlan[];
  /** Names and shapes of {@link Method.state}. */
  state: PlannedTensor[];
}

export interface Method {
  readonly student: ParameterSet;
  /** Follows the student by moving average; absent where the method has none. */
  readonly teacher?: ParameterSet;
  /** The network whose backbone feeds the bank and is evaluated: the teacher, where there is one. */
  readonly target: ParameterSet;
  /** Neighbours are found among embeddings, within the method: images stay their own positives. */
  readonly bootstrapsEmbeddings?: boolean;
  /** The tensors besides the networks that make up the method's state, e.g. the centre. */
  readonly state: ReadonlyMap<string, tf.Variable>;
  /** Present where embeddings are stored; its tensor is part of {@link state}. */
  readonly queue?: EmbeddingQueue;
  /** What {@link learn} needs to be told of a step on `pairs` pairs. To be called once before each. */
  prepare?(scalars: StepScalars, pairs: number): HostTensors;
  /**
   * Both networks on both views, loss and gradients. Changes nothing but the method's own state.
   * @param views `[2·batch, size, size, channels]`, view 1 of every pair first
   * @param inputs with what {@link prepare} gave and, for stochastic depth of the student, `keepScales` of
   *   `ForwardContext`
   */
  learn(views: tf.Tensor4D, inputs: StepInputs): Learned;
  /**
   * The guess at one view, and the answers to others that it may be held against, of the networks as they are: running
   * statistics stand in for a batch's, and nothing changes.
   * @param views `[1 + n, size, size, channels]`: view 1 of an image, then view 2 of others
   * @param teacherTemperature τ_t, where there is such a thing
   * @returns `[1 + n, dim]`, the guess first, of the caller's `tidy`: logits whose softmax is the distribution over the
   *   prototypes, dim = K; embeddings, where the method has no prototypes
   */
  respond(views: tf.Tensor4D, teacherTemperature: number): tf.Tensor2D;
  dispose(): void;
}
