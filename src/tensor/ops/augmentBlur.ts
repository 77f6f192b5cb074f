/** @file Box blurs on bytes, in integers, as Pillow computes them. */

/** Passes of the box in each direction. */
const PASSES = 3;

/** A box with soft ends; weights in 2⁻²⁴. */
export interface Box {
  weight: number;
  reach: number;
  edgeWeight: number;
}

/** Blurs an image `[size, size, channels]` in place: all passes along rows, then all along columns. */
export function blur(pixels: Uint8Array, size: number, channels: number, box: Box): void {
  const line = new Uint8Array(size);
  for (const [lineStep, pixelStep] of [
    [size * channels, channels],
    [channels, size * channels],
  ] as const)
    for (let index = 0; index < size; index++)
      for (let channel = 0; channel < channels; channel++) {
        const start = index * lineStep + channel;
        for (let pass = 0; pass < PASSES; pass++) blurLine(pixels, start, pixelStep, line, box);
      }
}

/** One pass along one line of pixels; beyond its ends the outermost pixels go on. */
function blurLine(pixels: Uint8Array, start: number, step: number, line: Uint8Array, box: Box): void {
  const { weight, reach, edgeWeight } = box;
  const last = line.length - 1;
  for (let i = 0; i <= last; i++) line[i] = pixels[start + i * step] ?? 0;
  const at = (i: number): number => line[i < 0 ? 0 : i > last ? last : i] ?? 0;
  let sum = 0;
  for (let i = -reach - 1; i < reach; i++) sum += at(i);
  for (let i = 0; i <= last; i++) {
    sum += at(i + reach) - at(i - reach - 1);
    const total = sum * weight + (at(i - reach - 1) + at(i + reach + 1)) * edgeWeight + 2 ** 23;
    pixels[start + i * step] = total >>> 24;
  }
}
