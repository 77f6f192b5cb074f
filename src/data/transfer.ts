/** @file Labelled images of another dataset, in the shape of a run's own: what its features are tried on. */
import type { ShippedName } from '../config/datasets.ts';
import { transferImages } from '../config/transfer.ts';
import type { Dataset } from './dataset.ts';
import { nextTask } from './nextTask.ts';
import { openDataset, type OpenOptions } from './open.ts';
import { refitRows, refitted } from './refit.ts';
import type { StoredShape } from './dataset.ts';

/** Images to learn from and images held out, with their labels. */
export type LabelledImages = Pick<Dataset, 'classNames' | 'train' | 'test'>;

/** Images refitted between two looks at the clock. */
const SLICE_IMAGES = 16;

/** Milliseconds of work in one go. Between two goes a run takes a step, so many small ones would take long. */
const TURN = 50;

/**
 * Loads them all, leaving the thread free in between.
 * @param shape of the run's images
 * @throws DatasetError if they cannot be had
 */
export async function loadTransfer(
  name: ShippedName,
  shape: StoredShape,
  options: Pick<OpenOptions, 'baseUrl' | 'seed' | 'signal'>,
): Promise<LabelledImages> {
  const { train: trainImages, test: testImages } = transferImages;
  const dataset = await openDataset({ name }, { ...options, trainImages, testImages });
  await dataset.complete();
  const { classNames, train, test } = dataset;
  const target = { classNames, train: refitted(train, shape), test: refitted(test, shape) };
  let began = performance.now();
  for (const which of ['train', 'test'] as const) {
    const { count } = target[which];
    for (let from = 0; from < count; from += SLICE_IMAGES) {
      options.signal?.throwIfAborted();
      refitRows(dataset[which], target[which], from, Math.min(count, from + SLICE_IMAGES));
      if (performance.now() - began < TURN) continue;
      await nextTask();
      began = performance.now();
    }
  }
  return target;
}
