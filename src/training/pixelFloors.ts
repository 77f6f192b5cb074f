/**
 * @file The floors that need no network: what the label metrics are on the pixels themselves. The same for every
 * run on the same images, so they are measured once.
 */
import type { AsyncSlices, Slices } from '../adasim/slices.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import { pixelRows } from './embeddings.ts';
import { heldOutAccuracy, heldOutProbe, heldOutRetrieval, type SplitFeatures } from './measurements.ts';

export interface PixelFloors {
  knnRawPixels: number;
  retrievalRawPixels: number | null;
  /** Null until it is measured: a probe of thousands of dimensions takes a while. */
  linearProbeRawPixels: number | null;
}

/** The floors that are quick to measure. */
export async function* measurePixels(
  dataset: Dataset,
  settings: ExperimentConfig['evaluation'],
): AsyncSlices<PixelFloors> {
  const pixels = yield* pixelsOf(dataset);
  const knnRawPixels = yield* heldOutAccuracy(dataset, pixels, settings);
  const retrievalRawPixels = yield* heldOutRetrieval(dataset, pixels.test);
  return { knnRawPixels, retrievalRawPixels, linearProbeRawPixels: null };
}

/** The floor that is not. */
export async function* measurePixelProbe(dataset: Dataset): AsyncSlices<number> {
  return yield* heldOutProbe(dataset, yield* pixelsOf(dataset));
}

function* pixelsOf({ train, test, normalisation }: Dataset): Slices<SplitFeatures> {
  return { train: yield* pixelRows(train, normalisation), test: yield* pixelRows(test, normalisation) };
}
