/** @file What an evaluation measures (REFERENCE section 5), as generators that yield after each slice of work. */
import { alignment, uniformity } from '../adasim/metrics/alignmentUniformity.ts';
import { featureMatrix, type FeatureMatrix } from '../adasim/metrics/features.ts';
import { accuracyOfNeighbours } from '../adasim/metrics/knnAccuracy.ts';
import { rankMe } from '../adasim/metrics/rankMe.ts';
import { featureStd } from '../adasim/metrics/spread.ts';
import { stream } from '../adasim/random.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { sampleViews } from '../data/augmentation.ts';
import type { Dataset, Split } from '../data/dataset.ts';
import { augment } from '../tensor/ops/augment.ts';
import * as tf from '../tensor/tf.ts';
import type { DeviceImages } from './deviceImages.ts';
import type { Embedder } from './embedder.ts';
import { searchNeighbours } from './neighbourSearch.ts';
import type { EvaluationRecord } from './records.ts';

type Slices<T> = AsyncGenerator<void, T>;

/** Images embedded in one slice. */
const SLICE_IMAGES = 64;

/** Pairs of views that alignment is measured on, and images that uniformity is. */
const PAIRS = 256;

/** Everything that is measured of a network, on the device's copy of it. */
export async function* measureNetwork(
  embedder: Embedder,
  dataset: Dataset,
  images: DeviceImages,
  config: ExperimentConfig,
): Slices<Omit<EvaluationRecord, 'step' | 'epoch'>> {
  const train = yield* embedAll(embedder, dataset.train);
  const test = yield* embedAll(embedder, dataset.test);
  const knnAccuracy = yield* heldOutAccuracy(dataset, train, test, config.evaluation);
  const spread = { rankMe: rankMe(test), featureStd: featureStd(test) };
  yield;
  const pairs = yield* embedPairs(embedder, dataset, images, config);
  return {
    knnAccuracy,
    ...spread,
    alignment: alignment(pairs.first, pairs.second),
    uniformity: uniformity(pairs.first),
  };
}

/** The floor that needs no network: k-NN on the pixels themselves. */
export async function* measurePixels(
  dataset: Dataset,
  settings: ExperimentConfig['evaluation'],
): Slices<number> {
  const train = pixelRows(dataset, dataset.train);
  yield;
  const test = pixelRows(dataset, dataset.test);
  return yield* heldOutAccuracy(dataset, train, test, settings);
}

async function* heldOutAccuracy(
  dataset: Dataset,
  train: FeatureMatrix,
  test: FeatureMatrix,
  settings: ExperimentConfig['evaluation'],
): Slices<number> {
  const neighbours = Math.min(settings.neighbours, train.rows);
  const lists = yield* searchNeighbours(train, test, neighbours);
  return accuracyOfNeighbours(lists, dataset.train.labels, dataset.test.labels, {
    temperature: settings.temperature,
    classes: dataset.classNames.length,
  });
}

async function* embedAll(embedder: Embedder, split: Split): Slices<FeatureMatrix> {
  const features = new Float32Array(split.count * embedder.dim);
  for (let from = 0; from < split.count; from += SLICE_IMAGES) {
    const to = Math.min(split.count, from + SLICE_IMAGES);
    features.set(await embedder.embedRows(split, from, to), from * embedder.dim);
    yield;
  }
  return featureMatrix(features, embedder.dim);
}

/** Features of two augmented views of the same images, the same draws at every evaluation of a run. */
async function* embedPairs(
  embedder: Embedder,
  dataset: Dataset,
  images: DeviceImages,
  { seed, augmentation }: ExperimentConfig,
): Slices<{ first: FeatureMatrix; second: FeatureMatrix }> {
  const { count, size } = dataset.train;
  const pairs = Math.min(PAIRS, count);
  const first = new Float32Array(pairs * embedder.dim);
  const second = new Float32Array(pairs * embedder.dim);
  const stored = await images.atLeast(count);
  const random = stream(seed, 'alignment');
  for (let from = 0; from < pairs; from += SLICE_IMAGES / 2) {
    const batch = Math.min(SLICE_IMAGES / 2, pairs - from);
    const rows = Int32Array.from({ length: batch }, (_, index) => from + index);
    const parameters = sampleViews(augmentation, batch, size, random);
    const features = await embedder.embed(() =>
      augment(stored, tf.tensor1d([...rows, ...rows], 'int32'), parameters, dataset.normalisation),
    );
    first.set(features.subarray(0, batch * embedder.dim), from * embedder.dim);
    second.set(features.subarray(batch * embedder.dim), from * embedder.dim);
    yield;
  }
  return { first: featureMatrix(first, embedder.dim), second: featureMatrix(second, embedder.dim) };
}

/** Pixels as the network sees them: normalised per channel. */
function pixelRows(
  { normalisation: { mean, std } }: Dataset,
  { images, channels, size }: Split,
): FeatureMatrix {
  const values = new Float32Array(images.length);
  for (let index = 0; index < images.length; index += 1) {
    const channel = index % channels;
    values[index] = ((images[index] ?? 0) / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  }
  return featureMatrix(values, size * size * channels);
}
