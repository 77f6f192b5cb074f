/** @file Gradients of a vector of statistics whose first entry is the loss. */
import type { ParameterSet } from '../model/parameters.ts';
import * as tf from '../tensor/tf.ts';

/**
 * Evaluates `statistics` and the gradient of its first entry with respect to every trained tensor.
 * The tensors belong to the caller's `tidy`.
 */
export function gradientsOf(
  parameters: ParameterSet,
  statistics: () => tf.Tensor1D,
): { value: tf.Tensor1D; gradients: Map<string, tf.Tensor> } {
  const names = parameters.parameterNames;
  const variables = names.map((name) => parameters.variable(name));
  const ofLoss = tf.tensor1d([1, 0, 0, 0]);
  const { value, grads } = tf.valueAndGrads(() => statistics())(variables, ofLoss);
  const gradients = new Map<string, tf.Tensor>();
  names.forEach((name, index) => {
    const gradient = grads[index];
    if (gradient !== undefined) gradients.set(name, gradient);
  });
  return { value: value as tf.Tensor1D, gradients };
}
