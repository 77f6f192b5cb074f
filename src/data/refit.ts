/** @file Images brought to another size and other channels: bilinear by pixel centres, grey as Pillow's "L". */
import type { StoredShape, Split } from './dataset.ts';

/** Rec. 601. */
const LUMA = [0.299, 0.587, 0.114];

/** For each pixel along an axis, the first of the two it lies between, and how far it is on the way to the second. */
interface Taps {
  first: Int32Array;
  share: Float64Array;
}

function tapsOf(from: number, to: number): Taps {
  const first = new Int32Array(to);
  const share = new Float64Array(to);
  for (let pixel = 0; pixel < to; pixel++) {
    const centre = ((pixel + 0.5) * from) / to - 0.5;
    const inside = Math.min(from - 1, Math.max(0, centre));
    first[pixel] = Math.min(Math.max(0, from - 2), Math.floor(inside));
    share[pixel] = inside - (first[pixel] ?? 0);
  }
  return { first, share };
}

/** `split` in another shape, its pixels still to be filled in by {@link refitRows}. */
export const refitted = (split: Split, { size, channels }: StoredShape): Split => ({
  ...split,
  size,
  channels,
  images: new Uint8Array(split.count * size * size * channels),
});

/** Fills rows `from` to `to` of `target` with the same rows of `source`. */
export function refitRows(source: Split, target: Split, from: number, to: number): void {
  const taps = tapsOf(source.size, target.size);
  const { size, channels, images } = target;
  let at = from * size * size * channels;
  for (let row = from; row < to; row++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const pixel = (channel: number) => sampleOf(source, row, taps, y, x, channel);
        if (channels === source.channels)
          for (let channel = 0; channel < channels; channel++) images[at++] = Math.round(pixel(channel));
        else if (channels === 1)
          images[at++] = Math.round(LUMA.reduce((sum, weight, channel) => sum + weight * pixel(channel), 0));
        else {
          const grey = Math.round(pixel(0));
          for (let channel = 0; channel < channels; channel++) images[at++] = grey;
        }
      }
}

/** One channel of one image between its pixels, 0–255. */
function sampleOf(
  { size, channels, images }: Split,
  row: number,
  { first, share }: Taps,
  y: number,
  x: number,
  channel: number,
): number {
  const top = first[y] ?? 0;
  const left = first[x] ?? 0;
  const down = share[y] ?? 0;
  const across = share[x] ?? 0;
  const right = size > 1 ? channels : 0;
  const corner = ((row * size + top) * size + left) * channels + channel;
  const below = corner + right * size;
  const upper = (1 - across) * (images[corner] ?? 0) + across * (images[corner + right] ?? 0);
  const lower = (1 - across) * (images[below] ?? 0) + across * (images[below + right] ?? 0);
  return (1 - down) * upper + down * lower;
}
