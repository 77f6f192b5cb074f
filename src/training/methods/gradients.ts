/** @file Gradients of a vector of statistics whose first entry is the loss. */
import type { ParameterSet } from '../../model/parameters.ts';
import * as tf from '../../tensor/tf.ts';

/** What a forward pass gives. */
export interface Evaluated<Outputs extends tf.NamedTensorMap> {
  /** `[4]`, the loss first. */
  statistics: tf.Tensor1D;
  /** What else is wanted of the pass. */
  outputs: Outputs;
}

/**
 * Evaluates a forward pass and the gradient of its loss with respect to every trained tensor.
 * All tensors belong to the caller's `tidy`.
 */
export function gradientsOf<Outputs extends tf.NamedTensorMap>(
  parameters: ParameterSet,
  evaluate: () => Evaluated<Outputs>,
): Evaluated<Outputs> & { gradients: Map<string, tf.Tensor> } {
  const names = parameters.parameterNames;
  const variables = names.map((name) => parameters.variable(name));
  const ofLoss = tf.tensor1d([1, 0, 0, 0]);
  let kept: Outputs | undefined;
  const { value, grads } = tf.valueAndGrads(() => {
    const { statistics, outputs } = evaluate();
    // The pass's own `tidy` would take them away.
    for (const output of Object.values(outputs)) tf.keep(output);
    kept = outputs;
    return statistics;
  })(variables, ofLoss);
  if (kept === undefined) throw new Error('The forward pass was not evaluated.');
  const gradients = new Map<string, tf.Tensor>();
  names.forEach((name, index) => {
    const gradient = grads[index];
    if (gradient !== undefined) gradients.set(name, gradient);
  });
  return { statistics: value, outputs: handOver(kept), gradients };
}

/** Kept tensors become tensors of the current `tidy`. */
function handOver<Outputs extends tf.NamedTensorMap>(kept: Outputs): Outputs {
  const entries = Object.entries(kept).map(([name, tensor]) => {
    const handed = tf.clone(tensor);
    tensor.dispose();
    return [name, handed] as const;
  });
  return Object.fromEntries(entries) as Outputs;
}

/** Statistics of a method that has a loss and no teacher distribution. */
export function lossAlone(loss: tf.Scalar): tf.Tensor1D {
  // Not `tf.pad` with NaN: stock WASM looks its padding up by value, and NaN, once in, is found for every other.
  return tf.concat1d([tf.reshape(loss, [1]), tf.fill([3], NaN)]);
}
