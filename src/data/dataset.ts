/** @file The one interface of all datasets. */

/** What a network takes. */
export interface ImageShape {
  /** Side of an image, pixels. */
  readonly size: number;
  readonly channels: number;
}

/** The same of images that are stored: grey or RGB. */
export interface StoredShape extends ImageShape {
  readonly channels: 1 | 3;
}

/** A set of images with what is known of each. Row r is the same image wherever r is spoken of. */
export interface Split extends StoredShape {
  /** Number of images N. */
  readonly count: number;
  /** uint8 `[N, size, size, channels]`. Rows that have not arrived yet are zero (see {@link Dataset.ready}). */
  readonly images: Uint8Array<ArrayBuffer>;
  /** `[N]`, indices into `classNames`. */
  readonly labels: Int32Array;
  /** `[N]`: what the image is of; two images of one identity are two pictures of the same thing. */
  readonly identities: Int32Array;
  /** `[N]`: in which way it is pictured, an index into `variantNames`; 0 where there are none. */
  readonly variants: Uint8Array;
}

/** How many leading rows of each split have arrived. */
export interface Loaded {
  train: number;
  test: number;
}

/**
 * Images to learn from and images held out. Everything but the pixels is known as soon as the dataset is
 * open; pixels arrive in ascending rows. Which image is which row depends on the seed and the numbers asked
 * for alone, never on what arrives when, so a run that waits for the rows it needs is reproducible.
 */
export interface Dataset extends StoredShape {
  readonly title: string;
  readonly classNames: readonly string[];
  /** One per identity, or empty where identities have no names. */
  readonly identityNames: readonly string[];
  /** The ways of picturing one identity (drawing styles), or empty. */
  readonly variantNames: readonly string[];
  /** Per channel, of pixel values in [0, 1]. */
  readonly normalisation: { readonly mean: readonly number[]; readonly std: readonly number[] };
  readonly train: Split;
  readonly test: Split;
  /**
   * Ends of the blocks in which training rows arrive, ascending; the last one is `train.count`. They follow
   * from the seed too: `epochOrder` walks the first epoch block by block, so training begins with block one.
   */
  readonly trainBlocks: readonly number[];
  readonly loaded: Readonly<Loaded>;
  /**
   * Resolves once training rows 0 … `trainRows` − 1 are there.
   * @throws DatasetError if they cannot be had
   */
  ready(trainRows: number): Promise<void>;
  /**
   * Resolves once all rows of both splits are there.
   * @throws DatasetError if they cannot be had
   */
  complete(): Promise<void>;
}

/** A dataset cannot be had as asked for. The message is one sentence or two for the person: what, and what to do. */
export class DatasetError extends Error {
  override name = 'DatasetError';
}

/** An empty split of `count` images. */
export function emptySplit(count: number, size: number, channels: 1 | 3): Split {
  return {
    count,
    size,
    channels,
    images: new Uint8Array(count * size * size * channels),
    labels: new Int32Array(count),
    identities: new Int32Array(count),
    variants: new Uint8Array(count),
  };
}

/** What an image shows, in words: its identity's name, else its class, and in which style. */
export function describeImage(dataset: Dataset, split: Split, row: number): string {
  const name =
    dataset.identityNames[split.identities[row] ?? -1] ?? dataset.classNames[split.labels[row] ?? -1] ?? '';
  const variant = dataset.variantNames[split.variants[row] ?? -1];
  return variant === undefined ? name : `${name} (${variant})`;
}
