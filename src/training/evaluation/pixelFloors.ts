/**
 * @file The floors that need no network: what the label metrics are on the pixels themselves. The same for every
 * run on the same images, so they are measured once, and one by one, since they are slow.
 */
import { retrievalChance } from '../../adasim/metrics/retrieval.ts';
import type { AsyncSlices, Slices } from '../../adasim/slices.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { LabelledImages } from '../../data/transfer.ts';
import type { PixelFloor } from '../../metrics/floors.ts';
import { pixelRows } from './embeddings.ts';
import { heldOutAccuracy, heldOutProbe, heldOutRetrieval, type SplitFeatures } from './measurements.ts';

/** What they are measured on. */
export interface PixelSubjects {
  dataset: Dataset;
  /** Images of another dataset, where there is one. */
  transfer: LabelledImages | undefined;
  settings: ExperimentConfig['evaluation'];
}

/** Those of the run's own images that are measured in seconds: probes of pixels have thousands of dimensions. */
export function quickPixelFloorsOf({ dataset }: Pick<PixelSubjects, 'dataset'>): PixelFloor[] {
  const repeats = retrievalChance(dataset.test.identities) !== null;
  return ['knnRawPixels', ...(repeats ? (['retrievalRawPixels'] as const) : [])];
}

/** Those that these images have, the quick ones first. */
export function pixelFloorsOf({ dataset, transfer }: PixelSubjects): PixelFloor[] {
  return [
    ...quickPixelFloorsOf({ dataset }),
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
  const { normalisation } = dataset;
  switch (floor) {
    case 'knnRawPixels':
      return yield* heldOutAccuracy(dataset, yield* pixelsOf(dataset, normalisation), settings);
    case 'retrievalRawPixels':
      // No training image has a part in it.
      return yield* heldOutRetrieval(dataset, yield* pixelRows(dataset.test, normalisation));
    case 'linearProbeRawPixels':
      return yield* heldOutProbe(dataset, yield* pixelsOf(dataset, normalisation));
    case 'transferKnnRawPixels':
      return transfer === undefined
        ? null
        : yield* heldOutAccuracy(transfer, yield* pixelsOf(transfer, normalisation), settings);
    case 'transferProbeRawPixels':
      return transfer === undefined
        ? null
        : yield* heldOutProbe(transfer, yield* pixelsOf(transfer, normalisation));
  }
}

function* pixelsOf(
  { train, test }: LabelledImages,
  normalisation: Dataset['normalisation'],
): Slices<SplitFeatures> {
  return { train: yield* pixelRows(train, normalisation), test: yield* pixelRows(test, normalisation) };
}
