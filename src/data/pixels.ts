/** @file Stored pixels as a network sees them when nothing is augmented. */
import type { Dataset, Split } from './dataset.ts';

/**
 * Rows `from` to `to`, normalised per channel.
 * @returns `[to − from, size·size·channels]`
 */
export function normalisedRows(
  { images, size, channels }: Split,
  { mean, std }: Dataset['normalisation'],
  from: number,
  to: number,
): Float32Array<ArrayBuffer> {
  const width = size * size * channels;
  // 256 possible values a channel: looked up, not computed.
  const table = Float32Array.from({ length: 256 * channels }, (_, at) => {
    const channel = at % channels;
    return (Math.floor(at / channels) / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
  const values = new Float32Array((to - from) * width);
  const start = from * width;
  for (let at = 0; at < values.length; at += channels)
    for (let channel = 0; channel < channels; channel++)
      values[at + channel] = table[(images[start + at + channel] ?? 0) * channels + channel] ?? 0;
  return values;
}
