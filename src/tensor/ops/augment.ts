/**
 * @file Augmentation in batch on the device: rows of stored images and packed parameters in, normalised views out.
 * Every backend has a kernel for it and all give the same bytes (those of Pillow, as torchvision calls it) before
 * they are normalised.
 */
import { AUGMENTATION_COLUMNS } from '../../config/augmentationColumns.ts';
import { output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';
import { registerHostAugment } from './augmentHost.ts';
import { tapTable, type Interpolation } from './augmentTaps.ts';

/** Images on the device as the bytes they are, four to an int32. */
export interface PackedImages {
  /** int32 `[N, ⌈size²·channels / 4⌉]`: each row `[size, size, channels]` in bytes, the last word zero-padded. */
  words: tf.Tensor2D;
  /** Side of an image, pixels. */
  size: number;
  channels: 1 | 3;
}

/** Per channel, of pixel values in [0, 1]. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Words that an image is packed into. */
export const wordsPerImage = (size: number, channels: number): number =>
  Math.ceil((size * size * channels) / 4);

/**
 * Puts images on the device. The caller disposes of `words`.
 * @param images uint8 `[N, size, size, channels]`
 */
export function packImages(images: Uint8Array, size: number, channels: 1 | 3): PackedImages {
  const bytes = size * size * channels;
  const count = Math.floor(images.length / bytes);
  const words = wordsPerImage(size, channels);
  const packed = new Uint8Array(count * words * 4);
  for (let row = 0; row < count; row++)
    packed.set(images.subarray(row * bytes, (row + 1) * bytes), row * words * 4);
  return {
    words: tf.tensor2d(new Int32Array(packed.buffer), [count, words], 'int32'),
    size,
    channels,
  };
}

/**
 * Augments row `indices[b]` of `images` as row b of `parameters` says, then normalises.
 * @param indices int32 `[B]`, rows of `images`
 * @param parameters `[B, AUGMENTATION_COLUMNS]`, on the host or the device, as `src/data/augmentation.ts` samples them; every crop must lie
 *   within its image
 * @returns `[B, size, size, channels]`
 */
export function augment(
  images: PackedImages,
  indices: tf.Tensor1D,
  parameters: Float32Array | tf.Tensor2D,
  { mean, std }: Normalisation,
  interpolation: Interpolation = 'bicubic',
): tf.Tensor4D {
  const { words, size, channels } = images;
  const [batch] = indices.shape;
  const given = parameters instanceof Float32Array ? parameters.length : parameters.size;
  if (given !== batch * AUGMENTATION_COLUMNS)
    throw new Error(`${batch} views need ${batch * AUGMENTATION_COLUMNS} parameters, not ${given}.`);
  if (mean.length !== channels || std.length !== channels)
    throw new Error(`Images of ${channels} channels need as many means and standard deviations.`);
  registerHostAugment();
  const scale = std.map((value) => 1 / (255 * value));
  const offset = mean.map((value, channel) => -value / (std[channel] ?? 1));
  return tf.tidy(() => {
    const inputs = {
      images: words,
      indices,
      parameters:
        parameters instanceof Float32Array
          ? tf.tensor2d(parameters, [batch, AUGMENTATION_COLUMNS])
          : parameters,
      taps: tapsOnDevice(interpolation, size),
    };
    return output(runKernel('AdaSimAugment', inputs, { size, channels, scale, offset }));
  });
}

const tapTensors = new WeakMap<object, Map<string, tf.Tensor>>();

/** The table of taps, uploaded once for each backend, size and interpolation. */
function tapsOnDevice(interpolation: Interpolation, size: number): tf.Tensor {
  const backend = tf.backend();
  let ofBackend = tapTensors.get(backend);
  if (ofBackend === undefined) tapTensors.set(backend, (ofBackend = new Map<string, tf.Tensor>()));
  const key = `${interpolation} ${size}`;
  let taps = ofBackend.get(key);
  if (taps === undefined) {
    taps = tf.keep(tf.tensor1d(tapTable(interpolation, size), 'int32'));
    ofBackend.set(key, taps);
  }
  return taps;
}
