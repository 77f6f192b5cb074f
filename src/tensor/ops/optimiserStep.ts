/**
 * @file One update of every parameter: clip, AdamW / SGD / LARS, and the teacher's moving average
 * (REFERENCE section 1, items 5–7).
 */
import { hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

export type OptimiserRule =
  | { kind: 'adamw'; beta1: number; beta2: number; eps: number }
  | { kind: 'sgd'; momentum: number }
  | { kind: 'lars'; momentum: number };

/** LARS: the share η of a tensor's norm that one step may move it by, at learning rate 1. */
const TRUST = 0.001;

/** One parameter tensor with everything its update needs. */
export interface ParameterUpdate {
  parameter: tf.Variable;
  gradient: tf.Tensor;
  /** AdamW: first and second moment; SGD and LARS: the momentum buffer. */
  moments: readonly tf.Variable[];
  /** The teacher's twin, where the method has a teacher. */
  teacher?: tf.Variable;
  /** Weight decay applies: false for biases and all one-dimensional tensors. */
  decays: boolean;
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

/**
 * Updates all parameters, moments and teachers in place.
 * @returns `[updates.length]`: the gradients' norms before clipping
 */
export function optimiserStep(
  rule: OptimiserRule,
  updates: readonly ParameterUpdate[],
  scalars: UpdateScalars,
): tf.Tensor1D {
  const kernel = `AdaSimOptimiser_${rule.kind}`;
  if (hasKernel(kernel)) return output(runKernel(kernel, {}, { updates, ...rule, ...scalars }));
  return tf.tidy(() =>
    tf.stack(updates.map((update) => portableUpdate(rule, update, scalars))),
  ) as tf.Tensor1D;
}

function portableUpdate(rule: OptimiserRule, update: ParameterUpdate, scalars: UpdateScalars): tf.Scalar {
  const norm = euclideanNorm(update.gradient);
  if (!update.frozen) {
    const factor = scalars.clip > 0 ? tf.minimum(1, tf.div(scalars.clip, tf.add(norm, 1e-6))) : 1;
    applyRule(rule, update, tf.mul(update.gradient, factor), scalars);
  }
  if (update.teacher !== undefined) follow(update.teacher, update.parameter, scalars.teacherMomentum);
  return norm;
}

function applyRule(
  rule: OptimiserRule,
  update: ParameterUpdate,
  gradient: tf.Tensor,
  scalars: UpdateScalars,
) {
  switch (rule.kind) {
    case 'adamw':
      applyAdamW(rule, update, gradient, scalars);
      return;
    case 'sgd':
      applyMomentum(rule.momentum, update, decayed(update, gradient, scalars), scalars.lr);
      return;
    case 'lars':
      applyMomentum(rule.momentum, update, larsDirection(update, gradient, scalars), scalars.lr);
  }
}

function applyAdamW(
  { beta1, beta2, eps }: Extract<OptimiserRule, { kind: 'adamw' }>,
  { parameter, moments, decays, updates }: ParameterUpdate,
  gradient: tf.Tensor,
  { lr, weightDecay }: UpdateScalars,
): void {
  const [first, second] = moments;
  if (first === undefined || second === undefined)
    throw new Error('AdamW needs two moments for each parameter.');
  first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
  second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const denominator = tf.add(tf.div(tf.sqrt(second), Math.sqrt(1 - beta2 ** updates)), eps);
  const move = tf.mul(tf.div(first, denominator), lr / (1 - beta1 ** updates));
  parameter.assign(tf.sub(tf.mul(parameter, 1 - (decays ? lr * weightDecay : 0)), move));
}

function applyMomentum(momentum: number, update: ParameterUpdate, direction: tf.Tensor, lr: number): void {
  const [velocity] = update.moments;
  if (velocity === undefined) throw new Error('Momentum needs a buffer for each parameter.');
  velocity.assign(tf.add(tf.mul(velocity, momentum), direction));
  update.parameter.assign(tf.sub(update.parameter, tf.mul(velocity, lr)));
}

function decayed(
  { parameter, decays }: ParameterUpdate,
  gradient: tf.Tensor,
  { weightDecay }: UpdateScalars,
) {
  return decays ? tf.add(gradient, tf.mul(parameter, weightDecay)) : gradient;
}

/** Layer-wise adaptive rate scaling (arXiv 1708.03888), for tensors of more than one dimension. */
function larsDirection(update: ParameterUpdate, gradient: tf.Tensor, scalars: UpdateScalars): tf.Tensor {
  if (update.parameter.rank === 1) return gradient;
  const direction = decayed(update, gradient, scalars);
  const size = euclideanNorm(update.parameter);
  const length = euclideanNorm(direction);
  const positive = tf.logicalAnd(tf.greater(size, 0), tf.greater(length, 0));
  const trust = tf.where(positive, tf.div(tf.mul(size, TRUST), tf.maximum(length, 1e-30)), tf.onesLike(size));
  return tf.mul(direction, trust);
}

/** `θ_t ← m·θ_t + (1 − m)·θ_s` */
function follow(teacher: tf.Variable, student: tf.Variable, momentum: number): void {
  teacher.assign(tf.add(tf.mul(teacher, momentum), tf.mul(student, 1 - momentum)));
}

const euclideanNorm = (x: tf.Tensor): tf.Scalar => tf.sqrt(tf.sum(tf.square(x)));
