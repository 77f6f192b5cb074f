/**
 * @file The parameters of one augmented view, packed into a row of float32: what the sampler writes and the
 * kernels read. All integers among them are exact in float32.
 */

/** Where each parameter is within a row. */
export const augmentationColumn = {
  /** The crop's box in pixels, integers; it lies within the image. */
  top: 0,
  left: 1,
  height: 2,
  width: 3,
  /** 1: mirrored left to right, after the crop. */
  flip: 4,
  /** Four slots of {@link jitterOperation}, applied in this order. */
  jitter: 5,
  /** The factor of each slot: a multiplier, or for the hue a shift in turns. */
  jitterFactor: 9,
  /** 1: colours become their luminance. */
  grayscale: 13,
  /** Gaussian blur as three box blurs each way: the weight of whole pixels in 2⁻²⁴; 0 = no blur. */
  blurWeight: 14,
  /** Whole pixels to each side of the box's centre. */
  blurReach: 15,
  /** Weight in 2⁻²⁴ of the pixel beyond them on each side. */
  blurEdgeWeight: 16,
  /** 1: values from 128 on are inverted. */
  solarize: 17,
} as const;

/** Columns of a row. */
export const AUGMENTATION_COLUMNS = 18;

/** Slots of colour jitter. */
export const JITTER_SLOTS = 4;

/** What a slot of colour jitter does. */
export const jitterOperation = { none: 0, brightness: 1, contrast: 2, saturation: 3, hue: 4 } as const;
