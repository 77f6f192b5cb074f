/** @file BatchNorm with running statistics, as PyTorch's module. */
import { batchNorm, batchNormInference } from '../tensor/ops/batchNorm.ts';
import { moveTowards } from '../tensor/ops/movingAverage.ts';
import type * as tf from '../tensor/tf.ts';
import type { ForwardContext } from './backbone.ts';
import { normPlan } from './linear.ts';
import type { ParameterReader, TensorPlan } from './parameters.ts';

/** PyTorch's defaults. */
const EPSILON = 1e-5;
const MOMENTUM = 0.1;

export interface BatchNormSettings {
  epsilon: number;
  momentum: number;
}

/** Weight, bias and the running statistics. */
export function trackedBatchNormPlan(name: string, channels: number): TensorPlan[] {
  return [
    ...normPlan(name, channels),
    {
      name: `${name}.running_mean`,
      shape: [channels],
      initialiser: { kind: 'constant', value: 0 },
      buffer: true,
    },
    {
      name: `${name}.running_var`,
      shape: [channels],
      initialiser: { kind: 'constant', value: 1 },
      buffer: true,
    },
  ];
}

/**
 * In training: the batch's statistics, and the running ones move by `momentum` towards them
 * (the variance as its unbiased estimate). In evaluation: the running statistics.
 * @param x `[rows, channels]`
 */
export function trackedBatchNorm(
  parameters: ParameterReader,
  x: tf.Tensor2D,
  context: ForwardContext,
  { epsilon, momentum }: BatchNormSettings = { epsilon: EPSILON, momentum: MOMENTUM },
): tf.Tensor2D {
  const scale = parameters.get<tf.Tensor1D>('weight');
  const shift = parameters.get<tf.Tensor1D>('bias');
  const runningMean = parameters.get<tf.Variable<tf.Rank.R1>>('running_mean');
  const runningVariance = parameters.get<tf.Variable<tf.Rank.R1>>('running_var');
  if (!context.training) {
    const statistics = { mean: runningMean, variance: runningVariance };
    return batchNormInference(x, statistics, scale, shift, epsilon);
  }
  const rows = x.shape[0];
  return batchNorm(x, scale, shift, epsilon, ({ mean, variance }) => {
    moveTowards(runningMean, mean, momentum);
    moveTowards(runningVariance, variance, momentum, rows / Math.max(1, rows - 1));
  });
}
