/** @file The datasets by name, and how large and how many their images are, known before any is loaded. */

/** Those that come with the app. */
export const shippedNames = ['emoji-32', 'fashion-mnist', 'digits', 'shapes'] as const;
export type ShippedName = (typeof shippedNames)[number];

export interface DatasetExtent {
  /** Of an image, pixels. */
  side: number;
  /** The most training images that a run can ask for, whatever its seed. */
  trainImages: number;
  /** The most held-out images that a run can ask for. */
  testImages: number;
}

const shippedExtents: Readonly<Record<ShippedName, DatasetExtent>> = {
  'emoji-32': { side: 32, trainImages: 6600, testImages: 1600 },
  'fashion-mnist': { side: 28, trainImages: 60_000, testImages: 10_000 },
  digits: { side: 28, trainImages: 60_000, testImages: 10_000 },
  shapes: { side: 32, trainImages: 60_000, testImages: 10_000 },
};

/** The images that an experiment names. */
export interface ImageChoice {
  name: ShippedName;
}

export const extentOf = ({ name }: ImageChoice): DatasetExtent => shippedExtents[name];
