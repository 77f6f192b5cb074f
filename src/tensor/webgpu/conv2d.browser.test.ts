import { beforeAll, describe, it } from 'vitest';
import * as tf from '../tf.ts';
import { productStyles, setProductStyle } from './productStyle.ts';
import { at, expectClose, outputsOf, randomValues, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

interface Case {
  image: [number, number, number, number];
  weight: [number, number, number, number];
  stride: number;
  padding: number;
}

const cases: Case[] = [
  { image: [1, 1, 1, 1], weight: [1, 1, 1, 1], stride: 1, padding: 0 },
  { image: [2, 5, 7, 3], weight: [5, 3, 3, 3], stride: 1, padding: 1 },
  { image: [2, 8, 8, 8], weight: [16, 8, 3, 3], stride: 2, padding: 1 },
  { image: [3, 7, 6, 4], weight: [17, 4, 1, 1], stride: 2, padding: 0 },
  { image: [1, 6, 6, 12], weight: [4, 12, 3, 2], stride: 3, padding: 2 },
];

describe.each(productStyles)('in the style %s', (style) => {
  beforeAll(() => setProductStyle(style));

  it.each(cases)('convolves $image with $weight, stride $stride, padding $padding', async (convolution) => {
    const { image, weight, stride, padding } = convolution;
    const x = randomValues(tf.util.sizeFromShape(image), 1);
    const w = randomValues(tf.util.sizeFromShape(weight), 2);
    const { y, dx, dw, dy, outShape } = convolve(convolution, x, w);
    const attributes = { stride, padding };
    const [actual] = await outputsOf(
      'AdaSimConv2d',
      { x: tensor(x, image), weight: tensor(w, weight) },
      attributes,
    );
    expectClose(actual, y, 2e-6);
    const [toImage] = await outputsOf(
      'AdaSimConv2dInputGradient',
      { dy: tensor(dy, outShape), weight: tensor(w, weight) },
      { ...attributes, inputShape: image },
    );
    expectClose(toImage, dx, 2e-6);
    const [toWeight] = await outputsOf(
      'AdaSimConv2dWeightGradient',
      { dy: tensor(dy, outShape), x: tensor(x, image) },
      { ...attributes, kernel: [weight[2], weight[3]] },
    );
    expectClose(toWeight, dw, 2e-6);
  });
});

const tensor = (values: Float64Array, shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from(values), shape);

/** The convolution and both gradients in float64, one product at a time. */
function convolve({ image, weight, stride, padding }: Case, x: Float64Array, w: Float64Array) {
  const [batch, height, width, channels] = image;
  const [outs, , kernelHeight, kernelWidth] = weight;
  const outHeight = Math.floor((height + 2 * padding - kernelHeight) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padding - kernelWidth) / stride) + 1;
  const outShape = [batch, outHeight, outWidth, outs];
  const y = new Float64Array(tf.util.sizeFromShape(outShape));
  const dy = randomValues(y.length, 3);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  const add = (values: Float64Array, index: number, value: number) =>
    (values[index] = at(values, index) + value);
  y.forEach((_, index) => {
    const o = index % outs;
    const column = Math.floor(index / outs) % outWidth;
    const row = Math.floor(index / (outs * outWidth)) % outHeight;
    const b = Math.floor(index / (outs * outWidth * outHeight));
    for (let tap = 0; tap < kernelHeight * kernelWidth; tap += 1) {
      const inRow = row * stride - padding + Math.floor(tap / kernelWidth);
      const inColumn = column * stride - padding + (tap % kernelWidth);
      if (inRow < 0 || inRow >= height || inColumn < 0 || inColumn >= width) continue;
      for (let c = 0; c < channels; c += 1) {
        const from = ((b * height + inRow) * width + inColumn) * channels + c;
        const by = (o * channels + c) * kernelHeight * kernelWidth + tap;
        add(y, index, at(x, from) * at(w, by));
        add(dx, from, at(dy, index) * at(w, by));
        add(dw, by, at(dy, index) * at(x, from));
      }
    }
  });
  return { y, dy, dx, dw, outShape };
}
