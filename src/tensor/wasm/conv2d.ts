/** @file Registers convolution and its gradients; shapes as in `ops/conv2d.ts`. */
import { registerKernel, size, type WasmCall, type WasmOperand } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerConv2d(kernels: KernelExports): void {
  registerKernel('AdaSimConv2d', (call) => {
    const x = call.input('x', [-1, -1, -1, -1]);
    const weight = call.input('weight', [-1, size(x, 3), -1, -1]);
    const geometry = geometryOf(call, x.shape, size(weight, 0), [size(weight, 2), size(weight, 3)]);
    const y = call.output(geometry.outputShape);
    kernels.describeConvolution(...geometry.parameters);
    kernels.conv2d(x.pointer, weight.pointer, y.pointer);
    return [y];
  });

  registerKernel('AdaSimConv2dInputGradient', (call) => {
    const inputShape = call.numbers('inputShape');
    const weight = call.input('weight', [-1, inputShape[3] ?? NaN, -1, -1]);
    const geometry = geometryOf(call, inputShape, size(weight, 0), [size(weight, 2), size(weight, 3)]);
    const dy = call.input('dy', geometry.outputShape);
    const dx = call.output(inputShape);
    kernels.describeConvolution(...geometry.parameters);
    kernels.conv2dInputGradient(dy.pointer, weight.pointer, dx.pointer);
    return [dx];
  });

  registerKernel('AdaSimConv2dWeightGradient', (call) => {
    const x = call.input('x', [-1, -1, -1, -1]);
    const kernel = call.numbers('kernel');
    const outputs = size(call.input('dy', [-1, -1, -1, -1]), 3);
    const geometry = geometryOf(call, x.shape, outputs, kernel);
    const dy = call.input('dy', geometry.outputShape);
    const dw: WasmOperand = call.output([outputs, size(x, 3), ...kernel]);
    kernels.describeConvolution(...geometry.parameters);
    kernels.conv2dWeightGradient(dy.pointer, x.pointer, dw.pointer);
    return [dw];
  });
}

interface Geometry {
  /** `[batch, outHeight, outWidth, outputs]` */
  outputShape: [number, number, number, number];
  /** What the kernels are told before their pointers, in the order of `assembly/convolution.ts`. */
  parameters: number[];
}

function geometryOf(call: WasmCall, inputShape: number[], outputs: number, kernel: number[]): Geometry {
  const [batch, height, width, inputs] = inputShape;
  const [kernelHeight, kernelWidth] = kernel;
  if (
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    inputs === undefined ||
    kernelHeight === undefined ||
    kernelWidth === undefined
  )
    throw new Error(`No convolution of [${inputShape.join(', ')}] by a kernel of [${kernel.join(', ')}].`);
  const [stride, padding] = [call.number('stride'), call.number('padding')];
  const outSize = (size: number, reach: number) => Math.floor((size + 2 * padding - reach) / stride) + 1;
  const outHeight = outSize(height, kernelHeight);
  const outWidth = outSize(width, kernelWidth);
  if (!(outHeight > 0 && outWidth > 0))
    throw new Error(`A kernel of ${kernelHeight} × ${kernelWidth} does not fit ${height} × ${width} pixels.`);
  return {
    outputShape: [batch, outHeight, outWidth, outputs],
    parameters: [
      batch,
      height,
      width,
      inputs,
      outHeight,
      outWidth,
      outputs,
      kernelHeight,
      kernelWidth,
      stride,
      padding,
    ],
  };
}
