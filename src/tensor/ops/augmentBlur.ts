/** @file Box blurs on bytes, in integers, as Pillow computes them. */

/** Passes of the box in each direction. */
const PASSES = 3;

/** A box with soft ends; weights in 2⁻²⁴. */
export interface BoxFilter {
  weight: number;
  /** Whole pixels to each side of the centre. */
  reach: number;
  /** Of the one pixel beyond them on each side. */
  edgeWeight: number;
}

/** Blurs an image `[size, size, channels]` in place: all passes along rows, then all along columns. */
export function blur(pixels: Uint8Array, size: number, channels: number, box: BoxFilter): void {
  const margin = box.reach + 1;
  const line = new Uint8Array(size + 2 * margin);
  const next = new Uint8Array(size + 2 * margin);
  const stride = size * channels;
  for (let row = 0; row < size; row++)
    for (let channel = 0; channel < channels; channel++)
      blurLine(pixels, row * stride + channel, channels, size, box, line, next);
  for (let column = 0; column < stride; column++) blurLine(pixels, column, stride, size, box, line, next);
}

/** All passes along the `size` pixels from `start` on, `step` apart. `line` and `next` are working memory. */
function blurLine(
  pixels: Uint8Array,
  start: number,
  step: number,
  size: number,
  box: BoxFilter,
  line: Uint8Array,
  next: Uint8Array,
): void {
  const margin = box.reach + 1;
  for (let i = 0; i < size; i++) line[margin + i] = pixels[start + i * step] ?? 0;
  let from = line;
  let to = next;
  for (let pass = 0; pass < PASSES; pass++) {
    blurPass(from, to, size, box);
    [from, to] = [to, from];
  }
  for (let i = 0; i < size; i++) pixels[start + i * step] = from[margin + i] ?? 0;
}

/** One pass from one line with margins to another; the outermost pixels go on in the margins. */
function blurPass(line: Uint8Array, target: Uint8Array, size: number, box: BoxFilter): void {
  const { weight, reach, edgeWeight } = box;
  const margin = reach + 1;
  line.fill(line[margin] ?? 0, 0, margin);
  line.fill(line[margin + size - 1] ?? 0, margin + size);
  let sum = 0;
  for (let i = 0; i < 2 * reach + 1; i++) sum += line[i] ?? 0;
  for (let i = 0; i < size; i++) {
    // line[i] lies one before the box around pixel i, line[i + 2·reach + 2] one behind it.
    const before = line[i] ?? 0;
    const behind = line[i + 2 * margin] ?? 0;
    sum += (line[i + 2 * reach + 1] ?? 0) - before;
    target[margin + i] = (sum * weight + (before + behind) * edgeWeight + 8388608) >>> 24;
  }
}
