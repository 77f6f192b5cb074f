/**
 * @file Colour operations on bytes, in integers, as Pillow computes them. All work in place on `pixels`:
 * uint8 `[pixels, channels]` of one image. On grey images what concerns colour does nothing.
 */

/** Factors are rounded to 2⁻²¹, where Pillow's are float32: a product with a byte then fits 32 bits. */
const FACTOR_BITS = 21;

/** Pillow's "L", 0–255: Rec. 601 luma in 2⁻¹⁶. */
function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/** A factor in fixed point. */
function fixed(factor: number): number {
  return Math.floor(factor * 2 ** FACTOR_BITS + 0.5);
}

/** `base + factor · (value − base)`, cut off below, clamped to a byte. */
function blend(base: number, value: number, factor: number): number {
  const blended = base + (Math.imul(factor, value - base) >> FACTOR_BITS);
  return blended < 0 ? 0 : blended > 255 ? 255 : blended;
}

/** Away from black (factor > 1) or towards it. */
export function adjustBrightness(pixels: Uint8Array, factor: number): void {
  const by = fixed(factor);
  for (let i = 0; i < pixels.length; i++) pixels[i] = blend(0, pixels[i] ?? 0, by);
}

/** Away from the image's mean luma, or towards it. */
export function adjustContrast(pixels: Uint8Array, channels: number, factor: number): void {
  const by = fixed(factor);
  const mean = meanLuma(pixels, channels);
  for (let i = 0; i < pixels.length; i++) pixels[i] = blend(mean, pixels[i] ?? 0, by);
}

function meanLuma(pixels: Uint8Array, channels: number): number {
  let sum = 0;
  if (channels === 1) for (let i = 0; i < pixels.length; i++) sum += pixels[i] ?? 0;
  else
    for (let i = 0; i < pixels.length; i += 3)
      sum += luma(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0);
  const count = pixels.length / channels;
  return Math.floor((2 * sum + count) / (2 * count));
}

/** Away from each pixel's own luma, or towards it. */
export function adjustSaturation(pixels: Uint8Array, channels: number, factor: number): void {
  if (channels === 1) return;
  const by = fixed(factor);
  for (let i = 0; i < pixels.length; i += 3) {
    const red = pixels[i] ?? 0;
    const green = pixels[i + 1] ?? 0;
    const blue = pixels[i + 2] ?? 0;
    const grey = luma(red, green, blue);
    pixels[i] = blend(grey, red, by);
    pixels[i + 1] = blend(grey, green, by);
    pixels[i + 2] = blend(grey, blue, by);
  }
}

/** Every pixel's luma in all its channels. */
export function toGrayscale(pixels: Uint8Array, channels: number): void {
  if (channels === 1) return;
  for (let i = 0; i < pixels.length; i += 3) {
    const grey = luma(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0);
    pixels[i] = grey;
    pixels[i + 1] = grey;
    pixels[i + 2] = grey;
  }
}

/** Inverts values from 128 on. */
export function solarize(pixels: Uint8Array): void {
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] ?? 0;
    if (value >= 128) pixels[i] = 255 - value;
  }
}

/**
 * Turns the hue by way of 8-bit hue, saturation and value, with the losses that has.
 * @param turns −½ … ½
 */
export function adjustHue(pixels: Uint8Array, channels: number, turns: number): void {
  if (channels === 1) return;
  const shift = Math.trunc(Math.fround(turns * 255));
  for (let i = 0; i < pixels.length; i += 3) {
    const red = pixels[i] ?? 0;
    const green = pixels[i + 1] ?? 0;
    const blue = pixels[i + 2] ?? 0;
    const value = Math.max(red, green, blue);
    const chroma = value - Math.min(red, green, blue);
    const saturation = value === 0 ? 0 : ((255 * chroma) / value) | 0;
    if (saturation === 0) {
      // Without saturation there is no hue to turn.
      pixels[i] = pixels[i + 1] = pixels[i + 2] = value;
      continue;
    }
    const hue = (hueOf(red, green, blue, value, chroma) + shift) & 255;
    writeRgb(pixels, i, hue, saturation, value);
  }
}

/** 0–255 for a full turn, cut off below. */
function hueOf(red: number, green: number, blue: number, value: number, chroma: number): number {
  // Sixths of a turn, in units of 1 / chroma.
  let sixths: number;
  if (red === value) sixths = green - blue;
  else if (green === value) sixths = 2 * chroma + blue - red;
  else sixths = 4 * chroma + red - green;
  if (sixths < 0) sixths += 6 * chroma;
  return ((255 * sixths) / (6 * chroma)) | 0;
}

function writeRgb(pixels: Uint8Array, at: number, hue: number, saturation: number, value: number): void {
  const sector = ((hue * 6) / 255) | 0;
  // Within the sector, in 255ths.
  const part = hue * 6 - sector * 255;
  const low = scaled(value, 255 * (255 - saturation));
  const falling = scaled(value, 65025 - saturation * part);
  const rising = scaled(value, 65025 - saturation * (255 - part));
  switch (sector % 6) {
    case 0:
      write(pixels, at, value, rising, low);
      break;
    case 1:
      write(pixels, at, falling, value, low);
      break;
    case 2:
      write(pixels, at, low, value, rising);
      break;
    case 3:
      write(pixels, at, low, falling, value);
      break;
    case 4:
      write(pixels, at, rising, low, value);
      break;
    default:
      write(pixels, at, value, low, falling);
      break;
  }
}

/** `value · share / 255²`, rounded. */
function scaled(value: number, share: number): number {
  return ((2 * value * share + 65025) / 130050) | 0;
}

function write(pixels: Uint8Array, at: number, red: number, green: number, blue: number): void {
  pixels[at] = red;
  pixels[at + 1] = green;
  pixels[at + 2] = blue;
}
