/** @file On both sides of each limit at which a program splits its work, or takes another way: the results are the same. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stream } from '../../adasim/random.ts';
import { sampleViews } from '../../data/augmentation.ts';
import { augment, packImages } from '../ops/augment.ts';
import * as tf from '../tf.ts';
import { setKernelStyle } from './device.ts';
import { DeviceLimitError, lowerLimits, type ProgramLimits } from './limits.ts';
import { expectClose, outputsOf, randomMatrix, randomValues, upload, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);
afterEach(() => {
  lowerLimits();
  setKernelStyle('auto');
});

/** What `compute` gives under the device's own limits, and under lower ones. */
async function underBoth<T>(limits: Partial<ProgramLimits>, compute: () => Promise<T>): Promise<[T, T]> {
  lowerLimits();
  const whole = await compute();
  lowerLimits(limits);
  return [whole, await compute()];
}

describe('attention by one head of 8 channels', () => {
  const [batch, tokens, dim] = [2, 19, 8];
  const qkv = randomValues(batch * tokens * 3 * dim, 1, 2);
  const tensor = (values: ArrayLike<number>, shape: number[]) => tf.tensor(Float32Array.from(values), shape);

  async function gradient(): Promise<Float32Array[]> {
    setKernelStyle('workgroup');
    const shape = [batch, tokens, 3 * dim];
    const [out = new Float32Array(), logSumExp = new Float32Array()] = await outputsOf(
      'AdaSimAttention',
      { qkv: tensor(qkv, shape) },
      { heads: 1 },
    );
    const [dqkv = new Float32Array()] = await outputsOf(
      'AdaSimAttentionGradient',
      {
        dy: tensor(out, [batch, tokens, dim]),
        qkv: tensor(qkv, shape),
        out: tensor(out, [batch, tokens, dim]),
        logSumExp: tensor(logSumExp, [batch, 1, tokens]),
      },
      { heads: 1 },
    );
    return [out, logSumExp, dqkv];
  }

  // Key and value gradients keep 72 bytes of each partner: of 16, of 12, of 4 and of none.
  test.each([1152, 1151, 300, 200])('within %i bytes of workgroup memory', async (bytes) => {
    const [whole, within] = await underBoth({ maxComputeWorkgroupStorageSize: bytes }, gradient);
    within.forEach((values, index) => {
      expectClose(values, whole[index] ?? [], 1e-6);
    });
  });
});

describe('a hidden layer and its gradients', () => {
  const x = () => upload(randomMatrix(200, 8, 1));
  const weight = () => upload(randomMatrix(32, 8, 2));
  const hidden = (seed: number) => upload(randomMatrix(200, 32, seed));

  async function outputs(): Promise<Float32Array[]> {
    const bias = tf.reshape(upload(randomMatrix(1, 32, 3)), [32]);
    return [
      ...(await outputsOf('AdaSimLinearGelu', { x: x(), weight: weight(), bias })),
      ...(await outputsOf('AdaSimGeluGradient', { dy: hidden(4), x: hidden(5) })),
      ...(await outputsOf('AdaSimLinearInputGradient', { dy: hidden(4), weight: weight() })),
      ...(await outputsOf('AdaSimLinearWeightGradient', { dy: hidden(4), x: x() }, { bias: true })),
    ];
  }

  // 200 rows of 32 numbers: in one part, in parts of 192 and 8, and of 64.
  test.each([25_600, 25_599, 8192])('in bindings of %i bytes', async (bytes) => {
    const [whole, within] = await underBoth({ maxStorageBufferBindingSize: bytes }, outputs);
    expect(within).toHaveLength(6);
    within.forEach((part, index) => {
      expectClose(part, whole[index] ?? [], 1e-6);
    });
  });
});

describe('a search', () => {
  const bank = randomMatrix(1500, 4, 3);
  const queries = randomMatrix(200, 4, 4);
  const valid = Array.from({ length: bank.rows }, (_, row) => Number(row % 7 !== 0));
  const found = () =>
    outputsOf(
      'AdaSimTopK',
      { bank: upload(bank), queries: upload(queries), valid: tf.tensor2d(valid, [valid.length, 1]) },
      { k: 2 },
    );

  // The bank has 24 000 bytes; the similarities of all queries have 1 200 000.
  test.each([
    ['both in one', 1_200_000],
    ['queries in groups', 1_199_996],
    ['the bank in chunks', 131_072],
  ])('takes %s binding', async (_, bytes) => {
    const [whole, within] = await underBoth({ maxStorageBufferBindingSize: bytes }, found);
    expect(within).toEqual(whole);
  });

  test('is refused where not even the fewest rows fit', async () => {
    lowerLimits({ maxStorageBufferBindingSize: 8192 });
    await expect(found()).rejects.toThrow(DeviceLimitError);
  });
});

describe('augmentation', () => {
  const parameters = (size: number) =>
    sampleViews(
      {
        cropScale: { min: 0.2, max: 1 },
        flip: 0.5,
        jitter: 0.9,
        brightness: 0.6,
        contrast: 0.6,
        saturation: 0.5,
        hue: 0.3,
        grayscale: 0.1,
        blurFirst: 0.7,
        blurSecond: 0.3,
        solarizeSecond: 0.3,
      },
      2,
      size,
      stream(7, 'parameters'),
    );

  async function views(size: number, count: number): Promise<Float32Array> {
    const bytes = randomValues(count * size * size * 3, 5).map(
      (value) => Math.floor(128 * (value + 1)) & 255,
    );
    const packed = packImages(Uint8Array.from(bytes), size, 3);
    const indices = tf.tensor1d([0, 22, count - 1, 17], 'int32');
    const result = augment(packed, indices, parameters(size), { mean: [0, 0, 0], std: [1, 1, 1] });
    const values = await result.data<'float32'>();
    tf.dispose([packed.words, indices, result]);
    return values;
  }

  // 9 × 9 words and the sums of four contrasts.
  test.each([352, 351])('within %i bytes of workgroup memory', async (bytes) => {
    const [whole, within] = await underBoth({ maxComputeWorkgroupStorageSize: bytes }, () => views(9, 40));
    expect(within).toEqual(whole);
  });

  // 40 images of 61 words; the last of an image may lie in another binding than the first.
  test.each([9760, 9759, 5376])('of images in bindings of %i bytes', async (bytes) => {
    const [whole, within] = await underBoth({ maxStorageBufferBindingSize: bytes }, () => views(9, 40));
    expect(within).toEqual(whole);
  });
});
