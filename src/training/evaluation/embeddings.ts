/** @file What an evaluation measures on: features of images and of views, and their pixels, gathered in slices. */
import { featureMatrix, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import { stream } from '../../adasim/random.ts';
import type { AsyncSlices, Slices } from '../../adasim/slices.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { sampleViews } from '../../data/augmentation.ts';
import type { Dataset, Split } from '../../data/dataset.ts';
import { normalisedRows } from '../../data/pixels.ts';
import { augment } from '../../tensor/ops/augment.ts';
import * as tf from '../../tensor/tf.ts';
import type { DeviceImages } from '../deviceImages.ts';
import type { Embedder } from './embedder.ts';

/** Images embedded in one slice. */
export const SLICE_IMAGES = 64;

/** Images whose views are embedded, and views of each. */
const VIEWED_IMAGES = 128;
const VIEWS = 4;

/** Features of a split's images as they are stored. */
export async function* embedAll(embedder: Embedder, split: Split): AsyncSlices<FeatureMatrix> {
  const features = new Float32Array(split.count * embedder.dim);
  for (let from = 0; from < split.count; from += SLICE_IMAGES) {
    const to = Math.min(split.count, from + SLICE_IMAGES);
    features.set(await embedder.embedRows(split, from, to), from * embedder.dim);
    yield;
  }
  return featureMatrix(features, embedder.dim);
}

/** Features of augmented views of a few training images. */
export interface EmbeddedViews {
  /** `[images·views, dim]`: the views of image 0, then of image 1, …; first and second views take turns. */
  features: FeatureMatrix;
  /** Views of each image, an even number. */
  views: number;
}

/** The same draws at every evaluation of a run. */
export async function* embedViews(
  embedder: Embedder,
  dataset: Dataset,
  images: DeviceImages,
  { seed, augmentation }: ExperimentConfig,
): AsyncSlices<EmbeddedViews> {
  const { dim } = embedder;
  const { count, size } = dataset.train;
  const viewed = Math.min(VIEWED_IMAGES, count);
  const features = new Float32Array(viewed * VIEWS * dim);
  const stored = await images.atLeast(count);
  const random = stream(seed, 'alignment');
  for (let view = 0; view < VIEWS; view += 2) {
    for (let from = 0; from < viewed; from += SLICE_IMAGES / 2) {
      const batch = Math.min(SLICE_IMAGES / 2, viewed - from);
      const rows = Int32Array.from({ length: batch }, (_, index) => from + index);
      const parameters = sampleViews(augmentation, batch, size, random);
      const pairs = await embedder.embed(() =>
        augment(stored, tf.tensor1d([...rows, ...rows], 'int32'), parameters, dataset.normalisation),
      );
      for (let pair = 0; pair < 2 * batch; pair++) {
        const target = (from + (pair % batch)) * VIEWS + view + Math.floor(pair / batch);
        features.set(pairs.subarray(pair * dim, (pair + 1) * dim), target * dim);
      }
      yield;
    }
  }
  return { features: featureMatrix(features, dim), views: VIEWS };
}

/** Every `stride`-th row from `first` on. */
export function rowsOf({ data, rows, dim }: FeatureMatrix, first: number, stride: number): FeatureMatrix {
  const count = Math.ceil((rows - first) / stride);
  const chosen = new Float64Array(count * dim);
  for (let row = 0; row < count; row++) {
    const from = (first + row * stride) * dim;
    chosen.set(data.subarray(from, from + dim), row * dim);
  }
  return featureMatrix(chosen, dim);
}

/** A split's pixels as the network sees them, one image a row. */
export function* pixelRows(split: Split, normalisation: Dataset['normalisation']): Slices<FeatureMatrix> {
  const width = split.size * split.size * split.channels;
  const pixels = new Float32Array(split.count * width);
  const slice = 4 * SLICE_IMAGES;
  for (let from = 0; from < split.count; from += slice) {
    const to = Math.min(split.count, from + slice);
    pixels.set(normalisedRows(split, normalisation, from, to), from * width);
    yield;
  }
  return featureMatrix(pixels, width);
}
