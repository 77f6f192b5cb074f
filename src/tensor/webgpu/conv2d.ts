/** @file Convolution and its gradients as products with the patches of an image. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { convolutionShape, numbers, type ConvolutionShape } from './convolutionShape.ts';
import { quotient, remainder } from './divide.ts';
import { runGemm, splitsFor } from './gemm.ts';
import { registerKernel } from './kernel.ts';
import { byColumns, byRows, resultMatrix } from './matrix.ts';
import { patchesByColumns, patchesByRows, readsVectors, type PatchGeometry } from './patches.ts';
import { allocate, input, output, release, run } from './program.ts';
import { splitSums } from './sumSplits.ts';
import { component, unroll } from './unroll.ts';

export function registerConv2d(): void {
  registerKernel('AdaSimConv2d', ({ backend, tensor, number }) => {
    const [x, weight] = [tensor('x'), tensor('weight')];
    const shape = convolutionShape(x.shape, weight.shape, number('stride'), number('padding'));
    return convolve(backend, shape, x, weight);
  });
  registerKernel('AdaSimConv2dInputGradient', ({ backend, tensor, number, attribute }) => {
    const weight = tensor('weight');
    const inputShape = numbers(attribute('inputShape'));
    const shape = convolutionShape(inputShape, weight.shape, number('stride'), number('padding'));
    return inputGradient(backend, shape, tensor('dy'), weight);
  });
  registerKernel('AdaSimConv2dWeightGradient', ({ backend, tensor, number, attribute }) => {
    const [dy, x] = [tensor('dy'), tensor('x')];
    const weightShape = [dy.shape[3] ?? 0, x.shape[3] ?? 0, ...numbers(attribute('kernel'))];
    const shape = convolutionShape(x.shape, weightShape, number('stride'), number('padding'));
    return weightGradient(backend, shape, dy, x);
  });
}

/** Patches of x times the weight. */
function convolve(backend: WebGPUBackend, shape: ConvolutionShape, x: tf.TensorInfo, weight: tf.TensorInfo) {
  const { batch, inChannels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth } = shape;
  const depth = kernelHeight * kernelWidth * inChannels;
  const y = allocate(backend, [batch, outHeight, outWidth, outChannels]);
  const result = resultMatrix('y', y, outChannels);
  withTapsFirst(backend, shape, weight, (taps) => {
    const b = byRows('weight', taps, depth);
    runGemm(backend, {
      name: `Conv2d ${geometryName(shape)}`,
      rows: batch * outHeight * outWidth,
      columns: outChannels,
      depth,
      a: patchesByRows(patchesOfX(shape)),
      b: b.operand,
      store: result.store('value'),
      bindings: [image('x', x, inChannels), b.binding, result.binding],
    });
  });
  return y;
}

/** Patches of dy, seen from the pixels of x, times the weight. */
function inputGradient(
  backend: WebGPUBackend,
  shape: ConvolutionShape,
  dy: tf.TensorInfo,
  weight: tf.TensorInfo,
) {
  const { batch, height, width, inChannels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth } =
    shape;
  const taps = kernelHeight * kernelWidth;
  const dx = allocate(backend, [batch, height, width, inChannels]);
  const result = resultMatrix('dx', dx, inChannels);
  withTapsFirst(backend, shape, weight, (tapped) => {
    runGemm(backend, {
      name: `Conv2dInputGradient ${geometryName(shape)}`,
      rows: batch * height * width,
      columns: inChannels,
      depth: taps * outChannels,
      a: patchesByRows({
        ...shape,
        image: 'dy',
        height: outHeight,
        width: outWidth,
        channels: outChannels,
        pixelHeight: height,
        pixelWidth: width,
        direction: 'backward',
      }),
      // The sum goes over taps and output channels; of each, the input channels are neighbours.
      b: {
        ...byColumns('weight', tapped, inChannels).operand,
        depth: {
          type: 'u32',
          body: `return (${remainder('index', outChannels)} * ${taps}u + ${quotient('index', outChannels)}) * ${inChannels}u;`,
        },
      },
      store: result.store('value'),
      bindings: [
        image('dy', dy, outChannels),
        byColumns('weight', tapped, inChannels).binding,
        result.binding,
      ],
    });
  });
  return dx;
}

/** dy transposed times the patches of x, summed over all pixels in parts. */
function weightGradient(
  backend: WebGPUBackend,
  shape: ConvolutionShape,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
) {
  const { batch, inChannels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth } = shape;
  const taps = kernelHeight * kernelWidth;
  const rows = outChannels;
  const columns = taps * inChannels;
  const depth = batch * outHeight * outWidth;
  const splits = splitsFor(backend, rows, columns, depth);
  const sums = splitSums(backend, splits, [outChannels, inChannels, kernelHeight, kernelWidth]);
  const a = byColumns('dy', dy, outChannels);
  runGemm(backend, {
    name: `Conv2dWeightGradient ${geometryName(shape)}`,
    rows,
    columns,
    depth,
    splits,
    a: a.operand,
    b: patchesByColumns(patchesOfX(shape)),
    store: unroll(
      4,
      (q) => `{
        let index = column + ${q}u;
        let channel = ${remainder('index', inChannels)};
        let tap = ${quotient('index', inChannels)};
        if (index < COLUMNS) {
          dw[((split * ROWS + row) * ${inChannels}u + channel) * ${taps}u + tap] = value.${component(q)};
        }
      }`,
    ),
    bindings: [a.binding, image('x', x, inChannels), output('dw', sums.partial[0])],
  });
  return sums.finish();
}

const patchesOfX = (shape: ConvolutionShape): PatchGeometry => ({
  ...shape,
  image: 'x',
  channels: shape.inChannels,
  pixelHeight: shape.outHeight,
  pixelWidth: shape.outWidth,
  direction: 'forward',
});

const image = (name: string, tensor: tf.TensorInfo, channels: number) =>
  input(name, tensor, readsVectors({ channels }) ? 'vec4<f32>' : 'f32');

/** What the code depends on beside the product's own constants. */
const geometryName = (shape: ConvolutionShape): string => Object.values(shape).join('×');

const WORKGROUP = 64;

/** Gives `use` the weight as `[out, taps, in]`, the order of a patch. */
function withTapsFirst(
  backend: WebGPUBackend,
  { inChannels, kernelHeight, kernelWidth }: ConvolutionShape,
  weight: tf.TensorInfo,
  use: (weight: tf.TensorInfo) => void,
): void {
  const taps = kernelHeight * kernelWidth;
  if (taps === 1) {
    use(weight);
    return;
  }
  const reordered = allocate(backend, weight.shape);
  const size = reordered.shape.reduce((product, length) => product * length, 1);
  run(backend, {
    name: 'TapsFirst',
    constants: { SIZE: size, TAPS: taps, CHANNELS: inChannels },
    bindings: [input('weight', weight), output('reordered', reordered)],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(size / WORKGROUP)],
    code: () => `
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        if (id.x >= SIZE) { return; }
        let channel = id.x % CHANNELS;
        let tap = id.x / CHANNELS % TAPS;
        let out = id.x / (CHANNELS * TAPS);
        reordered[id.x] = weight[(out * CHANNELS + channel) * TAPS + tap];
      }`,
  });
  use(reordered);
  release(backend, reordered);
}
