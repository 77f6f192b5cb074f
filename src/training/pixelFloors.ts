/**
 * @file The floors that need no network: what the label metrics are on the pixels themselves. The same for every
 * run on the same images, so they are measured once.
 */
import type { AsyncSlices, Slices } from '../adasim/slices.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import type { LabelledImages } from '../data/transfer.ts';
import { pixelRows } from './embeddings.ts';
import { heldOutAccuracy, heldOutProbe, heldOutRetrieval, type SplitFeatures } from './measurements.ts';
import type { Floors } from './records.ts';

export type PixelFloors = Pick<Floors, 'knnRawPixels' | 'retrievalRawPixels' | 'transferKnnRawPixels'>;

/** Probes of thousands of dimensions. */
export type SlowFloor = 'linearProbeRawPixels' | 'transferProbeRawPixels';

/** The floors that are quick to measure. */
export async function* measurePixels(
  dataset: Dataset,
  transfer: LabelledImages | undefined,
  settings: ExperimentConfig['evaluation'],
): AsyncSlices<PixelFloors> {
  const { normalisation } = dataset;
  const pixels = yield* pixelsOf(dataset, normalisation);
  const knnRawPixels = yield* heldOutAccuracy(dataset, pixels, settings);
  const retrievalRawPixels = yield* heldOutRetrieval(dataset, pixels.test);
  const transferKnnRawPixels =
    transfer === undefined
      ? null
      : yield* heldOutAccuracy(transfer, yield* pixelsOf(transfer, normalisation), settings);
  return { knnRawPixels, retrievalRawPixels, transferKnnRawPixels };
}

/** One of the floors that are not. */
export async function* measurePixelProbe(
  images: LabelledImages,
  normalisation: Dataset['normalisation'],
): AsyncSlices<number> {
  return yield* heldOutProbe(images, yield* pixelsOf(images, normalisation));
}

function* pixelsOf(
  { train, test }: LabelledImages,
  normalisation: Dataset['normalisation'],
): Slices<SplitFeatures> {
  return { train: yield* pixelRows(train, normalisation), test: yield* pixelRows(test, normalisation) };
}
