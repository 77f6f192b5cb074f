import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stream } from '../../adasim/random.ts';
import { sampleViews, unaugmented } from '../../data/augmentation.ts';
import { setUpBackend } from '../backend.ts';
import * as tf from '../tf.ts';
import { setKernelStyle } from '../webgpu/device.ts';
import { webgpuBackend } from '../webgpu/currentBackend.ts';
import { augment, packImages } from './augment.ts';
import { augmentPixels } from './augmentPixels.ts';
import { tapTable } from './augmentTaps.ts';

const PAIRS = 24;
const COUNT = 7;

const everything = {
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
};

/** Blocks of random colours with noise: edges for the filters, every hue, greys and extremes. */
function pictures(size: number, channels: number): Uint8Array {
  const random = stream(5, 'pictures', size, channels);
  const images = new Uint8Array(COUNT * size * size * channels);
  const colours = Array.from({ length: 16 * 3 }, () => random.integer(256));
  for (let i = 0; i < images.length; i++) {
    const pixel = Math.floor(i / channels);
    const block = (Math.floor(pixel / 5) + Math.floor(pixel / (5 * size))) % 16;
    const noisy = (colours[3 * block + (i % channels)] ?? 0) + random.integer(40) - 20;
    images[i] = Math.min(255, Math.max(0, noisy));
  }
  return images;
}

/** The bytes of the kernel that is held against Pillow. */
function expected(
  images: Uint8Array,
  size: number,
  channels: 1 | 3,
  indices: Int32Array,
  parameters: Float32Array,
) {
  const result = new Float32Array(indices.length * size * size * channels);
  augmentPixels({
    images,
    imageBytes: size * size * channels,
    size,
    channels,
    indices,
    parameters,
    taps: tapTable('bicubic', size),
    scale: [1, 1, 1].slice(0, channels),
    offset: [0, 0, 0].slice(0, channels),
    result,
  });
  return result;
}

/** The first few places where two arrays differ: a comparison whose report is short. */
function differences(actual: Float32Array, wanted: Float32Array): string[] {
  const lines: string[] = [];
  for (let i = 0; i < wanted.length && lines.length < 10; i++)
    if (actual[i] !== wanted[i]) lines.push(`at ${i}: ${actual[i]}, not ${wanted[i]}`);
  return lines;
}

/** Scales by which the op's result is the byte itself. */
const asBytes = (channels: 1 | 3) => ({
  mean: [0, 0, 0].slice(0, channels),
  std: [1 / 255, 1 / 255, 1 / 255].slice(0, channels),
});

describe.each([
  ['cpu', 'auto'],
  ['wasm', 'auto'],
  ['webgpu', 'auto'],
  // On a software adapter `auto` is the other style.
  ['webgpu', 'workgroup'],
] as const)('augment on %s, style %s', (backend, style) => {
  const complaints: string[] = [];

  beforeAll(async () => {
    await setUpBackend(backend);
    expect(tf.getBackend()).toBe(backend);
    setKernelStyle(style);
    if (backend === 'webgpu')
      webgpuBackend().device.addEventListener('uncapturederror', ({ error }) =>
        complaints.push(error.message),
      );
  });

  // A shader that does not compile shows nowhere else.
  afterEach(() => expect(complaints).toEqual([]));

  it.each([
    [32, 3],
    [28, 1],
    // Rows that are not whole words, and images of fewer pixels than a workgroup has invocations.
    [9, 3],
    [48, 3],
    // More pixels than the memory of a WebGPU workgroup holds.
    [96, 3],
  ] as const)('gives the same bytes for images of %i×%i', async (size, channels) => {
    const images = pictures(size, channels);
    const random = stream(6, 'indices');
    const indices = Int32Array.from({ length: 2 * PAIRS }, () => random.integer(COUNT));
    const parameters = sampleViews(everything, PAIRS, size, stream(7, 'parameters'));
    const packed = packImages(images, size, channels);
    const views = augment(packed, tf.tensor1d(indices, 'int32'), parameters, asBytes(channels));
    expect(views.shape).toEqual([2 * PAIRS, size, size, channels]);
    const values = await views.data<'float32'>();
    // Scaling by a float32 of 1/255 and back may move a byte in its last bits, no further.
    const bytes = values.map((value) => Math.round(value));
    const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (bytes[i] ?? NaN))), 0);
    expect(worst).toBeLessThan(1e-3);
    expect(differences(bytes, expected(images, size, channels, indices, parameters))).toEqual([]);
    tf.dispose([packed.words, views]);
  });

  it('normalises each channel by its own mean and deviation', async () => {
    const images = pictures(8, 3);
    const packed = packImages(images, 8, 3);
    const normalisation = { mean: [0.1, 0.5, 0.7], std: [0.2, 0.25, 0.5] };
    const indices = tf.tensor1d([2, 0], 'int32');
    const views = augment(packed, indices, unaugmented(2, 8), normalisation);
    const values = await views.data<'float32'>();
    values.forEach((value, i) => {
      const byte = images[(i < 192 ? 2 * 192 : -192) + i] ?? NaN;
      const channel = i % 3;
      const wanted =
        (byte / 255 - (normalisation.mean[channel] ?? NaN)) / (normalisation.std[channel] ?? NaN);
      expect(Math.abs(value - wanted)).toBeLessThan(1e-5);
    });
    tf.dispose([packed.words, indices, views]);
  });

  it('keeps nothing but its table of taps', () => {
    const packed = packImages(pictures(32, 3), 32, 3);
    const indices = tf.tensor1d([0, 1], 'int32');
    const once = () => augment(packed, indices, unaugmented(2, 32), asBytes(3)).dispose();
    once();
    const before = tf.memory().numTensors;
    for (let round = 0; round < 3; round++) once();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([packed.words, indices]);
  });

  it('refuses parameters and normalisations of another batch', () => {
    const packed = packImages(pictures(8, 3), 8, 3);
    const indices = tf.tensor1d([0, 1], 'int32');
    expect(() => augment(packed, indices, unaugmented(3, 8), asBytes(3))).toThrow(
      '2 views need 36 parameters, not 54',
    );
    expect(() => augment(packed, indices, unaugmented(2, 8), asBytes(1))).toThrow('3 channels');
    tf.dispose([packed.words, indices]);
  });
});
