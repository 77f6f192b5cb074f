/**
 * @file DINO's augmentations on plain arrays: the kernel of the `cpu` and `wasm` backends, and the one that is held
 * against Pillow. Every stage gives bytes, as it does there. Crop → flip → jitter → grayscale → blur → solarise →
 * normalise.
 */
import {
  AUGMENTATION_COLUMNS,
  JITTER_SLOTS,
  augmentationColumn,
  jitterOperation,
} from '../../config/augmentationColumns.ts';
import { blur } from './augmentBlur.ts';
import {
  adjustBrightness,
  adjustContrast,
  adjustHue,
  adjustSaturation,
  solarize,
  toGrayscale,
} from './augmentColour.ts';
import { Crop } from './augmentCrop.ts';

/** A batch of augmentations. */
export interface AugmentBatch {
  /** uint8 `[N, imageBytes]`, each row `[size, size, channels]` and perhaps padding. */
  images: Uint8Array;
  imageBytes: number;
  size: number;
  channels: number;
  /** int32 `[B]`, rows of `images`. */
  indices: Int32Array;
  /** `[B, AUGMENTATION_COLUMNS]` */
  parameters: Float32Array;
  /** Of `tapTable`. */
  taps: Int32Array;
  /** Per channel: the result is `byte · scale + offset`. */
  scale: readonly number[];
  offset: readonly number[];
  /** Receives float32 `[B, size, size, channels]`. */
  result: Float32Array;
}

/** Augments a batch. */
export function augmentPixels(batch: AugmentBatch): void {
  const { size, channels, indices, result } = batch;
  const length = size * size * channels;
  const crop = new Crop(size, channels, batch.taps);
  const bytes = new Uint8Array(length);
  for (let row = 0; row < indices.length; row++) {
    const start = (indices[row] ?? 0) * batch.imageBytes;
    const image = batch.images.subarray(start, start + length);
    const parameters = batch.parameters.subarray(
      row * AUGMENTATION_COLUMNS,
      (row + 1) * AUGMENTATION_COLUMNS,
    );
    crop.resize(image, parameters, bytes);
    adjust(bytes, size, channels, parameters);
    normalise(bytes, batch.scale, batch.offset, result.subarray(row * length, (row + 1) * length));
  }
}

function normalise(
  bytes: Uint8Array,
  scale: readonly number[],
  offset: readonly number[],
  result: Float32Array,
): void {
  const channels = scale.length;
  for (let channel = 0; channel < channels; channel++) {
    const by = scale[channel] ?? 1;
    const plus = offset[channel] ?? 0;
    for (let i = channel; i < bytes.length; i += channels) result[i] = (bytes[i] ?? 0) * by + plus;
  }
}

/** Everything between crop and normalisation, in place. */
function adjust(bytes: Uint8Array, size: number, channels: number, parameters: Float32Array): void {
  const parameter = (column: number): number => parameters[column] ?? 0;
  for (let slot = 0; slot < JITTER_SLOTS; slot++) {
    const factor = parameter(augmentationColumn.jitterFactor + slot);
    switch (parameter(augmentationColumn.jitter + slot)) {
      case jitterOperation.brightness:
        adjustBrightness(bytes, factor);
        break;
      case jitterOperation.contrast:
        adjustContrast(bytes, channels, factor);
        break;
      case jitterOperation.saturation:
        adjustSaturation(bytes, channels, factor);
        break;
      case jitterOperation.hue:
        adjustHue(bytes, channels, factor);
        break;
      default:
        break;
    }
  }
  if (parameter(augmentationColumn.grayscale) === 1) toGrayscale(bytes, channels);
  const weight = parameter(augmentationColumn.blurWeight);
  if (weight > 0)
    blur(bytes, size, channels, {
      weight,
      reach: parameter(augmentationColumn.blurReach),
      edgeWeight: parameter(augmentationColumn.blurEdgeWeight),
    });
  if (parameter(augmentationColumn.solarize) === 1) solarize(bytes);
}
