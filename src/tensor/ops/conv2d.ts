/** @file Convolution with PyTorch's weight layout on images with channels last. */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

export interface ConvolutionOptions {
  stride: number;
  /** Zeros added on every side. */
  padding: number;
}

/**
 * Cross-correlation without bias, as `torch.nn.functional.conv2d`.
 * @param x `[batch, height, width, in]`
 * @param weight `[out, in, kernel, kernel]`
 * @returns `[batch, ⌊(height + 2·padding − kernel)/stride⌋ + 1, …, out]`
 */
export function conv2d(
  x: tf.Tensor4D,
  weight: tf.Tensor4D,
  { stride, padding }: ConvolutionOptions,
): tf.Tensor4D {
  const attributes = { stride, padding };
  const kernel: [number, number] = [weight.shape[2], weight.shape[3]];
  if (!hasKernel('AdaSimConv2d')) return portableConv2d(x, weight, { stride, padding });
  return differentiable(
    [x, weight],
    () => ({ value: output(runKernel('AdaSimConv2d', { x, weight }, attributes)), saved: [x, weight] }),
    (dy: tf.Tensor4D, saved) => [
      output(
        runKernel(
          'AdaSimConv2dInputGradient',
          { dy, weight: output(saved, 1) },
          { ...attributes, inputShape: x.shape },
        ),
      ),
      output(runKernel('AdaSimConv2dWeightGradient', { dy, x: output(saved, 0) }, { ...attributes, kernel })),
    ],
  );
}

/** Not every backend has TensorFlow.js's filter gradient, so the gradient is one product for each tap. */
function portableConv2d(x: tf.Tensor4D, weight: tf.Tensor4D, shape: ConvolutionOptions): tf.Tensor4D {
  return differentiable(
    [x, weight],
    () => ({
      value: tf.conv2d(x, toHwio(weight), shape.stride, shape.padding, 'NHWC', 1, 'floor'),
      saved: [x, weight],
    }),
    (dy: tf.Tensor4D, saved) => [
      tf.conv2dTranspose(dy, toHwio(output(saved, 1)), x.shape, shape.stride, shape.padding, 'floor'),
      portableWeightGradient(dy, output(saved, 0), weight.shape, shape),
    ],
  );
}

function portableWeightGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  [outChannels, inChannels, kernelHeight, kernelWidth]: [number, number, number, number],
  { stride, padding }: ConvolutionOptions,
): tf.Tensor4D {
  const [batch, height, width] = dy.shape;
  const rows = batch * height * width;
  const padded = tf.pad(x, [[0, 0], [padding, padding + stride], [padding, padding + stride], [0, 0]]); // prettier-ignore
  const gradient = tf.reshape(dy, [rows, outChannels]);
  const taps: tf.Tensor2D[] = [];
  for (let row = 0; row < kernelHeight; row += 1) {
    for (let column = 0; column < kernelWidth; column += 1) {
      const seen = tf.stridedSlice(
        padded,
        [0, row, column, 0],
        [batch, row + height * stride, column + width * stride, inChannels],
        [1, stride, stride, 1],
      );
      taps.push(tf.matMul(gradient, tf.reshape(seen, [rows, inChannels]), true));
    }
  }
  return tf.reshape(tf.stack(taps, 2), [outChannels, inChannels, kernelHeight, kernelWidth]);
}

const toHwio = (weight: tf.Tensor4D): tf.Tensor4D => tf.transpose(weight, [2, 3, 1, 0]);
