/**
 * @file The floors that need no network: what the label metrics are on the pixels themselves. The same for every
 * run on the same images, so they are measured once, and one by one, since they are slow.
 */
import { retrievalChance } from '../adasim/metrics/retrieval.ts';
import type { AsyncSlices, Slices } from '../adasim/slices.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import type { LabelledImages } from '../data/transfer.ts';
import { pixelRows } from './embeddings.ts';
import { heldOutAccuracy, heldOutProbe, heldOutRetrieval, type SplitFeatures } from './measurements.ts';
import type { Floors } from './records.ts';

export type PixelFloors = Pick<
  Floors,
  | 'knnRawPixels'
  | 'retrievalRawPixels'
  | 'transferKnnRawPixels'
  | 'linearProbeRawPixels'
  | 'transferProbeRawPixels'
>;

export type PixelFloor = keyof PixelFloors;

/** What they are measured on. */
export interface PixelSubjects {
  dataset: Dataset;
  /** Images of another dataset, where there is one. */
  transfer: LabelledImages | undefined;
  settings: ExperimentConfig['evaluation'];
}

/** Those that these images have, the quick ones first: probes of pixels have thousands of dimensions. */
export function pixelFloorsOf({ dataset, transfer }: PixelSubjects): PixelFloor[] {
  const repeats = retrievalChance(dataset.test.identities) !== null;
  return [
    'knnRawPixels',
    ...(repeats ? (['retrievalRawPixels'] as const) : []),
    ...(transfer === undefined ? [] : (['transferKnnRawPixels'] as const)),
    'linearProbeRawPixels',
    ...(transfer === undefined ? [] : (['transferProbeRawPixels'] as const)),
  ];
}

/** One of them; null where these images do not have it. */
export async function* measurePixelFloor(
  floor: PixelFloor,
  { dataset, transfer, settings }: PixelSubjects,
): AsyncSlices<number | null> {
  const images = floor.startsWith('transfer') ? transfer : dataset;
  if (images === undefined) return null;
  const pixels = yield* pixelsOf(images, dataset.normalisation);
  switch (floor) {
    case 'knnRawPixels':
    case 'transferKnnRawPixels':
      return yield* heldOutAccuracy(images, pixels, settings);
    case 'linearProbeRawPixels':
    case 'transferProbeRawPixels':
      return yield* heldOutProbe(images, pixels);
    case 'retrievalRawPixels':
      return yield* heldOutRetrieval(dataset, pixels.test);
  }
}

function* pixelsOf(
  { train, test }: LabelledImages,
  normalisation: Dataset['normalisation'],
): Slices<SplitFeatures> {
  return { train: yield* pixelRows(train, normalisation), test: yield* pixelRows(test, normalisation) };
}
