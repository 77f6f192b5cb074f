/**
 * @file One update of every parameter: clip, AdamW / SGD / LARS, and the teacher's moving average
 * (METHOD section 1, items 5–7).
 */
import { hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

export type OptimiserRule =
  | { kind: 'adamw'; beta1: number; beta2: number; eps: number }
  | { kind: 'sgd'; momentum: number }
  | { kind: 'lars'; momentum: number };

/** LARS: the share η of a tensor's norm that one step may move it by, at learning rate 1. */
export const TRUST = 0.001;

/** One parameter tensor with every tensor that its update reads or changes. */
export interface ParameterUpdate {
  parameter: tf.Variable;
  gradient: tf.Tensor;
  /** AdamW: first and second moment; SGD and LARS: the momentum buffer. */
  moments: readonly tf.Variable[];
  /** The teacher's twin, where the method has a teacher. */
  teacher?: tf.Variable;
}

/** How one parameter tensor is updated at one step. */
export interface UpdateTerms {
  /** Weight decay applies: false for biases and all one-dimensional tensors. */
  decays: boolean;
  /** LARS scales the step by the tensor's own norm: false for one-dimensional tensors. */
  adapts: boolean;
  /** Frozen parameters keep their value and their moments. */
  frozen: boolean;
  /** How many updates this parameter has had, this one included: Adam's bias correction. */
  updates: number;
}

export interface UpdateScalars {
  lr: number;
  weightDecay: number;
  /** Largest ℓ2 norm of a tensor's gradient; 0 = no clipping. */
  clip: number;
  teacherMomentum: number;
}

/** Numbers in a row of {@link updateSettings}. */
const COLUMNS = 4;

/**
 * Everything that changes from step to step, as a matrix `[1 + terms.length, 4]`. Row 0: learning rate, clip, the
 * teacher's momentum m, 1 − m. Then a row for each tensor: whether it is updated (0 or 1), its weight decay, and of
 * AdamW lr / (1 − β₁ⁿ) and 1 / √(1 − β₂ⁿ), of the others whether LARS adapts it (0 or 1) and 0.
 */
export function updateSettings(
  rule: OptimiserRule,
  terms: readonly UpdateTerms[],
  { lr, weightDecay, clip, teacherMomentum }: UpdateScalars,
): { values: Float32Array; shape: [number, number] } {
  const rows = terms.flatMap(({ decays, adapts, frozen, updates }) => [
    Number(!frozen),
    decays ? weightDecay : 0,
    rule.kind === 'adamw' ? lr / (1 - rule.beta1 ** updates) : Number(adapts),
    rule.kind === 'adamw' ? 1 / Math.sqrt(1 - rule.beta2 ** updates) : 0,
  ]);
  return {
    values: Float32Array.from([lr, clip, teacherMomentum, 1 - teacherMomentum, ...rows]),
    shape: [1 + terms.length, COLUMNS],
  };
}

/**
 * Updates all parameters, moments and teachers in place.
 * @param settings `[1 + updates.length, 4]`, of {@link updateSettings}
 * @returns `[updates.length]`: the gradients' norms before clipping
 */
export function optimiserStep(
  rule: OptimiserRule,
  updates: readonly ParameterUpdate[],
  settings: tf.Tensor2D,
): tf.Tensor1D {
  const kernel = `AdaSimOptimiser_${rule.kind}`;
  if (hasKernel(kernel)) return output(runKernel(kernel, { settings }, { updates, ...rule }));
  // The portable form branches on the numbers, which have not left the host yet.
  const values = settings.dataSync<'float32'>();
  const shared = rowOf(values, 0);
  return tf.tidy(() =>
    tf.stack(updates.map((update, index) => portableUpdate(rule, update, shared, rowOf(values, index + 1)))),
  ) as tf.Tensor1D;
}

type SettingsRow = readonly [number, number, number, number];

function rowOf(settings: Float32Array, row: number): SettingsRow {
  const [a, b, c, d] = settings.subarray(COLUMNS * row);
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new RangeError(`The settings have no row ${row}.`);
  return [a, b, c, d];
}

function portableUpdate(
  rule: OptimiserRule,
  update: ParameterUpdate,
  shared: SettingsRow,
  terms: SettingsRow,
): tf.Scalar {
  const [lr, clip, keep, take] = shared;
  const { parameter, teacher } = update;
  const norm = euclideanNorm(update.gradient);
  if (terms[0] > 0) {
    const factor = clip > 0 ? tf.minimum(1, tf.div(clip, tf.add(norm, 1e-6))) : 1;
    applyRule(rule, update, tf.mul(update.gradient, factor), lr, terms);
  }
  // `θ_t ← m·θ_t + (1 − m)·θ_s`
  teacher?.assign(tf.add(tf.mul(teacher, keep), tf.mul(parameter, take)));
  return norm;
}

function applyRule(
  rule: OptimiserRule,
  update: ParameterUpdate,
  gradient: tf.Tensor,
  lr: number,
  terms: SettingsRow,
): void {
  switch (rule.kind) {
    case 'adamw':
      applyAdamW(rule, update, gradient, lr, terms);
      return;
    case 'sgd':
      applyMomentum(rule.momentum, update, decayed(update, gradient, terms), lr);
      return;
    case 'lars':
      applyMomentum(rule.momentum, update, larsDirection(update, gradient, terms), lr);
  }
}

function applyAdamW(
  { beta1, beta2, eps }: Extract<OptimiserRule, { kind: 'adamw' }>,
  { parameter, moments }: ParameterUpdate,
  gradient: tf.Tensor,
  lr: number,
  [, weightDecay, stepSize, correction]: SettingsRow,
): void {
  const [first, second] = moments;
  if (first === undefined || second === undefined)
    throw new Error('AdamW needs two moments for each parameter.');
  first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
  second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const denominator = tf.add(tf.mul(tf.sqrt(second), correction), eps);
  const move = tf.mul(tf.div(first, denominator), stepSize);
  parameter.assign(tf.sub(tf.mul(parameter, 1 - lr * weightDecay), move));
}

function applyMomentum(momentum: number, update: ParameterUpdate, direction: tf.Tensor, lr: number): void {
  const [velocity] = update.moments;
  if (velocity === undefined) throw new Error('Momentum needs a buffer for each parameter.');
  velocity.assign(tf.add(tf.mul(velocity, momentum), direction));
  update.parameter.assign(tf.sub(update.parameter, tf.mul(velocity, lr)));
}

const decayed = (
  { parameter }: ParameterUpdate,
  gradient: tf.Tensor,
  [, weightDecay]: SettingsRow,
): tf.Tensor => (weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay)));

/** Layer-wise adaptive rate scaling (arXiv 1708.03888), for tensors of more than one dimension. */
function larsDirection(update: ParameterUpdate, gradient: tf.Tensor, terms: SettingsRow): tf.Tensor {
  const [, , adapts] = terms;
  if (adapts === 0) return gradient;
  const direction = decayed(update, gradient, terms);
  const size = euclideanNorm(update.parameter);
  const length = euclideanNorm(direction);
  const positive = tf.logicalAnd(tf.greater(size, 0), tf.greater(length, 0));
  const trust = tf.where(positive, tf.div(tf.mul(size, TRUST), tf.maximum(length, 1e-30)), tf.onesLike(size));
  return tf.mul(direction, trust);
}

const euclideanNorm = (x: tf.Tensor): tf.Scalar => tf.sqrt(tf.sum(tf.square(x)));
