import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectClose,
  expectSameBits,
  matrix,
  oddSizes,
  run,
  sum,
  useWasm,
  Values,
  vector,
} from './testing.ts';

beforeAll(useWasm);

describe('convolution', () => {
  const problems = [
    { batch: 1, height: 1, width: 1, inputs: 1, outputs: 1, kernel: [1, 1], stride: 1, padding: 0 },
    { batch: 2, height: 5, width: 7, inputs: 3, outputs: 8, kernel: [3, 3], stride: 1, padding: 1 },
    { batch: 3, height: 8, width: 8, inputs: 16, outputs: 17, kernel: [3, 3], stride: 2, padding: 1 },
    { batch: 2, height: 9, width: 6, inputs: 5, outputs: 6, kernel: [1, 1], stride: 2, padding: 0 },
    { batch: 1, height: 11, width: 10, inputs: 2, outputs: 9, kernel: [5, 3], stride: 3, padding: 2 },
    { batch: 19, height: 4, width: 4, inputs: 4, outputs: 12, kernel: [3, 3], stride: 1, padding: 1 },
    { batch: 1, height: 40, width: 40, inputs: 3, outputs: 16, kernel: [3, 3], stride: 1, padding: 1 },
  ];

  it.each(problems)(
    'agrees with the definition and its gradients: $batch×$height×$width×$inputs → $outputs by $kernel',
    (problem) => {
      const { x, weight, dy, attributes } = tensors(problem);
      const reference = convolutionReference(x, weight, dy, problem.stride, problem.padding);
      expectClose(run('AdaSimConv2d', { x, weight }, attributes)[0], reference.y);
      const [dx] = run('AdaSimConv2dInputGradient', { dy, weight }, { ...attributes, inputShape: x.shape });
      expectClose(dx, reference.dx);
      const [dw] = run('AdaSimConv2dWeightGradient', { dy, x }, { ...attributes, kernel: problem.kernel });
      expectClose(dw, reference.dw);
    },
  );

  it('gives the same bits on any number of threads', () => {
    const problem = {
      batch: 9,
      height: 13,
      width: 13,
      inputs: 9,
      outputs: 17,
      kernel: [3, 3],
      stride: 2,
      padding: 1,
    };
    const { x, weight, dy, attributes } = tensors(problem);
    expectSameBits(() => [
      ...run('AdaSimConv2d', { x, weight }, attributes),
      ...run('AdaSimConv2dInputGradient', { dy, weight }, { ...attributes, inputShape: x.shape }),
      ...run('AdaSimConv2dWeightGradient', { dy, x }, { ...attributes, kernel: problem.kernel }),
    ]);
  });

  it('refuses an image that is smaller than the kernel', () => {
    const inputs = { x: Values.random([1, 2, 2, 1], 1), weight: Values.random([1, 1, 3, 3], 2) };
    expect(() => run('AdaSimConv2d', inputs, { stride: 1, padding: 0 })).toThrow('does not fit');
  });

  interface Problem {
    batch: number;
    height: number;
    width: number;
    inputs: number;
    outputs: number;
    kernel: number[];
    stride: number;
    padding: number;
  }

  function tensors({ batch, height, width, inputs, outputs, kernel, stride, padding }: Problem) {
    const [kernelHeight = 0, kernelWidth = 0] = kernel;
    const outHeight = Math.floor((height + 2 * padding - kernelHeight) / stride) + 1;
    const outWidth = Math.floor((width + 2 * padding - kernelWidth) / stride) + 1;
    return {
      x: Values.random([batch, height, width, inputs], 1),
      weight: Values.random([outputs, inputs, kernelHeight, kernelWidth], 2),
      dy: Values.random([batch, outHeight, outWidth, outputs], 3),
      attributes: { stride, padding },
    };
  }
});

/** Convolution and both gradients, one product at a time. */
function convolutionReference(x: Values, weight: Values, dy: Values, stride: number, padding: number) {
  const [batch = 0, outHeight = 0, outWidth = 0, outputs = 0] = dy.shape;
  const [, height = 0, width = 0, inputs = 0] = x.shape;
  const [, , kernelHeight = 0, kernelWidth = 0] = weight.shape;
  const [y, dx, dw] = [dy, x, weight].map(({ shape }) => Values.from(shape, () => 0));
  if (y === undefined || dx === undefined || dw === undefined) throw new Error('unreachable');
  for (let b = 0; b < batch; b += 1)
    for (let oh = 0; oh < outHeight; oh += 1)
      for (let ow = 0; ow < outWidth; ow += 1)
        for (let kh = 0; kh < kernelHeight; kh += 1)
          for (let kw = 0; kw < kernelWidth; kw += 1) {
            const [h, w] = [stride * oh + kh - padding, stride * ow + kw - padding];
            if (h < 0 || h >= height || w < 0 || w >= width) continue;
            for (let o = 0; o < outputs; o += 1)
              for (let i = 0; i < inputs; i += 1) {
                y.add(x.at(b, h, w, i) * weight.at(o, i, kh, kw), b, oh, ow, o);
                dx.add(dy.at(b, oh, ow, o) * weight.at(o, i, kh, kw), b, h, w, i);
                dw.add(dy.at(b, oh, ow, o) * x.at(b, h, w, i), o, i, kh, kw);
              }
          }
  return { y, dx, dw };
}

describe('batchNorm', () => {
  const epsilon = 1e-5;

  it('agrees with the definition and its gradient', () => {
    for (const rows of [6, 17, 256, 700]) {
      for (const channels of [...oddSizes, 16]) {
        const x = Values.random([rows, channels], 1).map((value) => value + 20);
        const dy = Values.random([rows, channels], 2);
        const [scale, shift] = [Values.random([channels], 3), Values.random([channels], 4)];
        const mean = vector(channels, (c) => sum(rows, (n) => x.at(n, c)) / rows);
        const variance = vector(channels, (c) => sum(rows, (n) => (x.at(n, c) - mean.at(c)) ** 2) / rows);
        const inverseStd = variance.map((value) => 1 / Math.sqrt(value + epsilon));
        const normal = matrix(rows, channels, (n, c) => (x.at(n, c) - mean.at(c)) * inverseStd.at(c));

        const outputs = run('AdaSimBatchNorm', { x, scale, shift }, { epsilon });
        const y = matrix(rows, channels, (n, c) => normal.at(n, c) * scale.at(c) + shift.at(c));
        expectClose(outputs[0], y, 1e-5);
        expectClose(outputs[1], mean);
        expectClose(outputs[2], variance, 1e-5);
        expectClose(outputs[3], inverseStd, 1e-5);

        const dscale = vector(channels, (c) => sum(rows, (n) => dy.at(n, c) * normal.at(n, c)));
        const dshift = vector(channels, (c) => sum(rows, (n) => dy.at(n, c)));
        const dx = matrix(rows, channels, (n, c) => {
          const centred = dy.at(n, c) - dshift.at(c) / rows - (normal.at(n, c) * dscale.at(c)) / rows;
          return scale.at(c) * inverseStd.at(c) * centred;
        });
        const gradients = run('AdaSimBatchNormGradient', { dy, x, scale, mean, inverseStd });
        expectClose(gradients[0], dx, 1e-5);
        expectClose(gradients[1], dscale, 1e-5);
        expectClose(gradients[2], dshift, 1e-5);
      }
    }
  });

  it('gives the same bits on any number of threads', () => {
    const [x, dy] = [Values.random([3000, 17], 1), Values.random([3000, 17], 2)];
    const [scale, mean, inverseStd] = [
      Values.random([17], 3),
      Values.random([17], 4),
      Values.random([17], 5),
    ];
    expectSameBits(() => [
      ...run('AdaSimBatchNorm', { x, scale, shift: mean }, { epsilon }),
      ...run('AdaSimBatchNormGradient', { dy, x, scale, mean, inverseStd }),
    ]);
  });
});

describe('pixels', () => {
  it.each([1, 3, 17, 20001])('relu and its gradient on %i values', (count) => {
    const [x, dy] = [Values.random([count], 1), Values.random([count], 2)];
    x.data[0] = 0;
    const y = x.map((value) => Math.max(value, 0));
    expectClose(run('AdaSimRelu', { x })[0], y);
    const expected = vector(count, (i) => (y.at(i) > 0 ? dy.at(i) : 0));
    expectClose(run('AdaSimReluGradient', { dy, y })[0], expected);
  });

  it('relu keeps a NaN', () => {
    const [y] = run('AdaSimRelu', { x: new Values([5], Float64Array.of(-1, NaN, 2, -0, NaN)) });
    expect([...(y ?? [])]).toEqual([0, NaN, 2, 0, NaN]);
  });

  it.each([
    [1, 1, 1, 1],
    [3, 2, 5, 7],
    [8, 8, 8, 64],
  ])('pools %i images of %i × %i pixels and %i channels', (batch, height, width, channels) => {
    const x = Values.random([batch, height, width, channels], 1);
    const dy = Values.random([batch, channels], 2);
    const pixels = height * width;
    const expected = matrix(batch, channels, (b, c) =>
      sum(pixels, (p) => x.at(b, Math.floor(p / width), p % width, c) / pixels),
    );
    expectClose(run('AdaSimMeanPixels', { x })[0], expected, 5e-6);
    const [dx] = run('AdaSimMeanPixelsGradient', { dy }, { inputShape: x.shape });
    const spread = (index: number) =>
      dy.at(Math.floor(index / (pixels * channels)), index % channels) / pixels;
    expectClose(dx, Values.from(x.shape, spread));
  });

  it('moves an average in place', () => {
    const value = Values.random([7], 1);
    const before = Values.random([7], 2);
    const average = before.tensor();
    run('AdaSimMoveTowards', { average, value }, { share: 0.1, factor: 2 });
    expectClose(
      average.dataSync(),
      vector(7, (i) => 0.9 * before.at(i) + 0.2 * value.at(i)),
    );
    average.dispose();
  });
});
