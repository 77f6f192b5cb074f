/** @file The datasets by name, and how large and how many their images are, known before any is loaded. */

export const datasetNames = ['emoji-32', 'fashion-mnist', 'shapes'] as const;

export type DatasetName = (typeof datasetNames)[number];

export interface DatasetExtent {
  /** Of an image, pixels. */
  side: number;
  /** The most training images that a run can ask for, whatever its seed. */
  trainImages: number;
  /** The most held-out images that a run can ask for. */
  testImages: number;
}

export const datasetExtents: Readonly<Record<DatasetName, DatasetExtent>> = {
  'emoji-32': { side: 32, trainImages: 6600, testImages: 1600 },
  'fashion-mnist': { side: 28, trainImages: 60_000, testImages: 10_000 },
  shapes: { side: 32, trainImages: 60_000, testImages: 10_000 },
};
