/** @file What a dataset's builder hands to the packer. */

/** A whole dataset, not yet in order. */
export interface Collection {
  /** Side of an image, pixels. */
  size: number;
  channels: 1 | 3;
  classNames: readonly string[];
  /** One per identity, or empty where identities have no names. */
  identityNames: readonly string[];
  variantNames: readonly string[];
  images: readonly CollectedImage[];
}

export interface CollectedImage {
  /** uint8 `[size, size, channels]`. */
  pixels: Uint8Array;
  label: number;
  identity: number;
  variant: number;
}
