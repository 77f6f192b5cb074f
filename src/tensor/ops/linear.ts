/** @file Affine map with PyTorch's weight layout, alone or followed by GELU. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';
import { gelu, geluGradient } from './gelu.ts';

/**
 * `y = x·Wᵀ + b`.
 * @param x `[rows, in]`
 * @param weight `[out, in]`, as `torch.nn.Linear`
 * @param bias `[out]`
 * @returns `[rows, out]`
 */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  if (!hasKernel('AdaSimLinear')) return portableLinear(x, weight, bias);
  return differentiable(
    withBias([x, weight], bias),
    () => ({ value: output(runKernel('AdaSimLinear', named(x, weight, bias))), saved: [x, weight] }),
    (dy: tf.Tensor2D, saved) => linearGradients(dy, output(saved, 0), output(saved, 1), bias !== undefined),
  );
}

/** `gelu(x·Wᵀ + b)`, shapes as in {@link linear}: the first half of a transformer's MLP. */
export function linearGelu(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  if (!hasKernel('AdaSimLinearGelu')) return gelu(linear(x, weight, bias));
  return differentiable(
    [x, weight, bias],
    () => {
      const outputs = runKernel('AdaSimLinearGelu', named(x, weight, bias));
      return { value: output<tf.Tensor2D>(outputs), saved: [x, weight, output(outputs, 1)] };
    },
    (dy: tf.Tensor2D, saved) =>
      linearGradients(geluGradient(dy, output(saved, 2)), output(saved, 0), output(saved, 1), true),
  );
}

function linearGradients(dy: tf.Tensor2D, x: tf.Tensor2D, weight: tf.Tensor2D, bias: boolean): tf.Tensor[] {
  return [
    ...runKernel('AdaSimLinearInputGradient', { dy, weight }),
    ...runKernel('AdaSimLinearWeightGradient', { dy, x }, { bias }),
  ];
}

function portableLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const product: tf.Tensor2D = tf.matMul(x, weight, false, true);
  return bias === undefined ? product : tf.add<tf.Tensor2D>(product, bias);
}

const withBias = (inputs: tf.Tensor[], bias?: tf.Tensor): tf.Tensor[] =>
  bias === undefined ? inputs : [...inputs, bias];

const named = (x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.NamedTensorMap =>
  bias === undefined ? { x, weight } : { x, weight, bias };
