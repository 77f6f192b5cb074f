/** @file Pictures for the page: RGBA, one after the other. */
import type { Split } from '../../data/dataset.ts';

/** Each image once, however often it is shown. */
export class PictureSheet {
  private readonly places = new Map<number, number>();

  constructor(private readonly split: Split) {}

  /** The place of an image's picture on the sheet. */
  place(image: number): number {
    const known = this.places.get(image);
    if (known !== undefined) return known;
    this.places.set(image, this.places.size);
    return this.places.size - 1;
  }

  /** The images on the sheet, in order. */
  get images(): number[] {
    return [...this.places.keys()];
  }

  /** `[pictures, size, size, 4]` */
  pixels(): Uint8ClampedArray<ArrayBuffer> {
    const { size, channels, images } = this.split;
    const bytes = size * size * channels;
    const pixels = new Uint8ClampedArray(this.places.size * size * size * 4);
    this.images.forEach((image, place) => {
      const picture = images.subarray(image * bytes, (image + 1) * bytes);
      pixels.set(toRgba(picture, channels), place * size * size * 4);
    });
    return pixels;
  }
}

/** @param values of one picture or several, 0–255, `[…, channels]` */
export function toRgba(values: ArrayLike<number>, channels: 1 | 3): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((values.length / channels) * 4);
  for (let from = 0, to = 0; from < values.length; from += channels, to += 4) {
    rgba[to] = values[from] ?? 0;
    rgba[to + 1] = values[from + (channels === 3 ? 1 : 0)] ?? 0;
    rgba[to + 2] = values[from + (channels === 3 ? 2 : 0)] ?? 0;
    rgba[to + 3] = 255;
  }
  return rgba;
}
