/** @file The two-layer heads of BYOL, SimSiam and InfoNCE: Linear → BatchNorm → ReLU → Linear. */
import { linear } from '../tensor/ops/linear.ts';
import * as tf from '../tensor/tf.ts';
import type { ForwardContext } from './backbone.ts';
import { trackedBatchNorm, trackedBatchNormPlan } from './batchNorm.ts';
import { linearPlan } from './linear.ts';
import type { ParameterReader, TensorPlan } from './parameters.ts';

/** Numbered as in `nn.Sequential`: 0 Linear, 1 BatchNorm, 2 ReLU, 3 Linear. */
export function projectorPlan(name: string, inDim: number, hiddenDim: number, outDim: number): TensorPlan[] {
  return [
    ...linearPlan(`${name}.0`, inDim, hiddenDim),
    ...trackedBatchNormPlan(`${name}.1`, hiddenDim),
    ...linearPlan(`${name}.3`, hiddenDim, outDim),
  ];
}

/**
 * @param parameters within the projector's name
 * @param x `[batch, inDim]`
 * @returns `[batch, outDim]`
 */
export function projector(parameters: ParameterReader, x: tf.Tensor2D, context: ForwardContext): tf.Tensor2D {
  const hidden = linear(x, parameters.get('0.weight'), parameters.get('0.bias'));
  const activated = tf.relu(trackedBatchNorm(parameters.within('1'), hidden, context));
  return linear(activated, parameters.get('3.weight'), parameters.get('3.bias'));
}
