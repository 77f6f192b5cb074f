/**
 * @file The weights by which a crop is resized, as Pillow computes them: antialiased where the image shrinks, in
 * fixed point, so that every backend gets the same bytes.
 */

export type Interpolation = 'bicubic' | 'bilinear';

/** Weights are in 2⁻²²: a sum over bytes then fits 32 bits with the filters' overshoot. */
export const TAP_BITS = 22;

const filters = {
  bilinear: { support: 1, at: (x: number): number => Math.max(0, 1 - Math.abs(x)) },
  // Keys' cubic convolution with a = −½.
  bicubic: {
    support: 2,
    at: (signed: number): number => {
      const x = Math.abs(signed);
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
      return 0;
    },
  },
} as const;

/** What one output pixel is summed from. */
export interface Taps {
  /** The first input pixel. */
  first: number;
  /** The weight of it and of those that follow, in 2⁻²². */
  weights: number[];
}

/** The taps of output pixel `index` when `inputs` pixels become `outputs`. */
export function tapsOf(interpolation: Interpolation, inputs: number, outputs: number, index: number): Taps {
  const filter = filters[interpolation];
  const scale = inputs / outputs;
  const stretch = Math.max(1, scale);
  const support = filter.support * stretch;
  const centre = (index + 0.5) * scale;
  const first = Math.max(0, Math.trunc(centre - support + 0.5));
  const end = Math.min(inputs, Math.trunc(centre + support + 0.5));
  const weights = Array.from({ length: end - first }, (_, tap) =>
    filter.at((first + tap - centre + 0.5) / stretch),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, weights: weights.map((weight) => roundHalfAway((weight / sum) * 2 ** TAP_BITS)) };
}

/** Taps per output pixel in the table of {@link tapTable}: crops are never larger than the image. */
export const TABLE_TAPS = 4;

/** Numbers per output pixel in the table: the first input pixel, then the weights. */
export const TABLE_STRIDE = 1 + TABLE_TAPS;

/**
 * The taps for every size of crop of a `size`-pixel side, resized to that side again.
 * @returns int32 `[size, size, TABLE_STRIDE]`: row n is for crops of n + 1 pixels. Taps beyond the crop have
 *   weight 0 (and may lie outside).
 */
export function tapTable(interpolation: Interpolation, size: number): Int32Array {
  const table = new Int32Array(size * size * TABLE_STRIDE);
  for (let inputs = 1; inputs <= size; inputs++)
    for (let index = 0; index < size; index++) {
      const { first, weights } = tapsOf(interpolation, inputs, size, index);
      table.set([first, ...weights], ((inputs - 1) * size + index) * TABLE_STRIDE);
    }
  return table;
}

const roundHalfAway = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
