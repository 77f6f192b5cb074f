/** @file The door to all datasets. */
import type { ImageChoice } from '../config/datasets.ts';
import { cardOf } from './catalogue.ts';
import { DatasetError } from './dataset.ts';
import type { Dataset } from './dataset.ts';
import { drawShapes } from './shapes.ts';
import { openShardedDataset } from './shardedDataset.ts';

export interface OpenOptions {
  /** Absolute URL of the folder that `npm run data` fills, with a slash at its end. */
  baseUrl: string;
  /** Chooses the split, the subset and, for drawn datasets, the drawings. */
  seed: number;
  trainImages: number;
  testImages: number;
  /** Bytes of pixels so far, of all bytes. */
  onProgress?: (done: number, total: number) => void;
  /** Stops loading; whoever waits gets the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Opens a dataset. Labels and identities are there at once; wait for pixels with `ready` and `complete`.
 * @throws DatasetError if it does not have so many images, is not there, or is damaged
 */
export async function openDataset(images: ImageChoice, options: OpenOptions): Promise<Dataset> {
  const card = cardOf(images);
  const check = (asked: number, most: number, kind: string): void => {
    if (asked > most)
      throw new DatasetError(
        `${card.title} has ${most} ${kind} images, not ${asked}: ask for at most ${most}.`,
      );
  };
  check(options.trainImages, card.maxTrainImages, 'training');
  check(options.testImages, card.maxTestImages, 'held-out');
  return images.name === 'shapes' ? drawShapes(options) : openShardedDataset(card, options);
}
