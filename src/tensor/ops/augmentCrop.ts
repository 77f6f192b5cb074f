/** @file Cutting a box out of an image and resizing it, in integers, as Pillow computes it. */
import { augmentationColumn } from '../../config/augmentationColumns.ts';
import { TABLE_STRIDE, TABLE_TAPS, TAP_BITS } from './augmentTaps.ts';

const HALF = 1 << (TAP_BITS - 1);

/** Resizes crops of images of one size; keeps its working memory from image to image. */
export class Crop {
  /** The crop's rows at their final width, `[crop's height, size, channels]`. */
  private readonly rows: Uint8Array;
  /** The input pixel that each tap of each output pixel reads, `[size, TABLE_TAPS]`. */
  private readonly reads: Int32Array;
  /** `[size, TABLE_TAPS]` */
  private readonly weights: Int32Array;

  /** @param taps of `tapTable` */
  constructor(
    private readonly size: number,
    private readonly channels: number,
    private readonly taps: Int32Array,
  ) {
    this.rows = new Uint8Array(size * size * channels);
    this.reads = new Int32Array(size * TABLE_TAPS);
    this.weights = new Int32Array(size * TABLE_TAPS);
  }

  /** Crops, resizes and flips `image` into `target`, both uint8 `[size, size, channels]`. */
  resize(image: Uint8Array, parameters: Float32Array, target: Uint8Array): void {
    const top = parameters[augmentationColumn.top] ?? 0;
    const left = parameters[augmentationColumn.left] ?? 0;
    const height = parameters[augmentationColumn.height] ?? 0;
    const width = parameters[augmentationColumn.width] ?? 0;
    this.lookUpTaps(width);
    for (let y = 0; y < height; y++) this.resizeRow(image, top + y, left, y);
    this.lookUpTaps(height);
    const flipped = parameters[augmentationColumn.flip] === 1;
    for (let y = 0; y < this.size; y++) this.resizeColumns(target, y, flipped);
  }

  /** Prepares `reads` and `weights` for a crop of `inputs` pixels. */
  private lookUpTaps(inputs: number): void {
    const { size, taps, reads, weights } = this;
    for (let index = 0; index < size; index++) {
      const from = ((inputs - 1) * size + index) * TABLE_STRIDE;
      const first = taps[from] ?? 0;
      for (let tap = 0; tap < TABLE_TAPS; tap++) {
        // A tap beyond the crop has weight 0; it must only read something that is there.
        reads[index * TABLE_TAPS + tap] = Math.min(first + tap, inputs - 1);
        weights[index * TABLE_TAPS + tap] = taps[from + 1 + tap] ?? 0;
      }
    }
  }

  /** Resizes the crop's row `y`, row `imageRow` of the image, to its final width. */
  private resizeRow(image: Uint8Array, imageRow: number, left: number, y: number): void {
    const { size, channels, rows, reads, weights } = this;
    const start = (imageRow * size + left) * channels;
    let target = y * size * channels;
    for (let at = 0; at < size * TABLE_TAPS; at += TABLE_TAPS) {
      const w0 = weights[at] ?? 0;
      const w1 = weights[at + 1] ?? 0;
      const w2 = weights[at + 2] ?? 0;
      const w3 = weights[at + 3] ?? 0;
      const r0 = start + (reads[at] ?? 0) * channels;
      const r1 = start + (reads[at + 1] ?? 0) * channels;
      const r2 = start + (reads[at + 2] ?? 0) * channels;
      const r3 = start + (reads[at + 3] ?? 0) * channels;
      for (let c = 0; c < channels; c++)
        rows[target++] = toByte(
          HALF +
            Math.imul(image[r0 + c] ?? 0, w0) +
            Math.imul(image[r1 + c] ?? 0, w1) +
            Math.imul(image[r2 + c] ?? 0, w2) +
            Math.imul(image[r3 + c] ?? 0, w3),
        );
    }
  }

  /** Makes row `y` of the result; a flipped image takes its columns from the right. */
  private resizeColumns(target: Uint8Array, y: number, flipped: boolean): void {
    const { size, channels, rows, reads, weights } = this;
    const stride = size * channels;
    const at = y * TABLE_TAPS;
    const w0 = weights[at] ?? 0;
    const w1 = weights[at + 1] ?? 0;
    const w2 = weights[at + 2] ?? 0;
    const w3 = weights[at + 3] ?? 0;
    const r0 = (reads[at] ?? 0) * stride;
    const r1 = (reads[at + 1] ?? 0) * stride;
    const r2 = (reads[at + 2] ?? 0) * stride;
    const r3 = (reads[at + 3] ?? 0) * stride;
    let write = y * stride;
    for (let x = 0; x < size; x++) {
      const column = (flipped ? size - 1 - x : x) * channels;
      for (let c = column; c < column + channels; c++)
        target[write++] = toByte(
          HALF +
            Math.imul(rows[r0 + c] ?? 0, w0) +
            Math.imul(rows[r1 + c] ?? 0, w1) +
            Math.imul(rows[r2 + c] ?? 0, w2) +
            Math.imul(rows[r3 + c] ?? 0, w3),
        );
    }
  }
}

/** From fixed point, clamped. */
function toByte(sum: number): number {
  const value = sum >> TAP_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
