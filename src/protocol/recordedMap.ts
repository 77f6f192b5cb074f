/** @file The map of a recorded run: some of its images, and where each lay after some epochs. */
import { z } from 'zod';
import type { MapAtlas, MapFrame } from './map.ts';
import { unpackPositions } from './packedPositions.ts';

const count = z.int().min(0);

const frameSchema = z.object({
  step: count,
  epoch: count,
  explained: z.tuple([z.number(), z.number()]),
  farthest: z.number().min(0),
  /** As `packPositions` has them, of the images that were on the map. */
  positions: z.base64(),
  /** A letter for each image: o open, s shut, w waiting, - not on the map yet. */
  gates: z.string().regex(/^[osw-]*$/),
});
export type PackedFrame = z.infer<typeof frameSchema>;

export const recordedMapSchema = z.object({
  trainImages: count,
  /** Indices in the training set, ascending, and what is known of each. */
  images: z.array(count),
  labels: z.array(count),
  identities: z.array(count),
  names: z.array(z.string()),
  /** Arm by arm, in order. */
  frames: z.array(z.array(frameSchema)),
});
export type RecordedMap = z.infer<typeof recordedMapSchema>;

/** By `gateMark`. */
export const GATE_LETTERS = 'sow';
export const ABSENT = '-';

/** The frames of one arm. Neighbours are not kept: most of them are not among the images. */
export function framesOf({ images, frames }: RecordedMap, arm: number): MapFrame[] {
  return (frames[arm] ?? []).map(({ step, epoch, explained, gates, ...packed }) => {
    const letters = gates.split('');
    const shown = images.filter((_, place) => (letters[place] ?? ABSENT) !== ABSENT);
    const positions = unpackPositions(packed);
    if (letters.length !== images.length || positions.length !== 2 * shown.length)
      throw new RangeError(`The map after epoch ${epoch} is not of its ${images.length} images.`);
    return {
      ...{ step, epoch, atEpochEnd: true, explained, positions },
      images: Int32Array.from(shown),
      gates: Uint8Array.from(
        letters.filter((letter) => letter !== ABSENT),
        (letter) => GATE_LETTERS.indexOf(letter),
      ),
      nearest: 0,
      neighbours: new Int32Array(),
    };
  });
}

/**
 * The images, with the pictures that the recording has.
 * @param pictureOf RGBA of an image; undefined where it has none
 */
export function atlasOfRecorded(
  { trainImages, images, labels, identities, names }: RecordedMap,
  size: number,
  pictureOf: (image: number) => Uint8ClampedArray | undefined,
): MapAtlas {
  const bytes = size * size * 4;
  const pictures = new Uint8ClampedArray(images.length * bytes);
  const pictured = new Uint8Array(images.length);
  images.forEach((image, place) => {
    const picture = pictureOf(image);
    if (picture === undefined) return;
    pictures.set(picture, place * bytes);
    pictured[place] = 1;
  });
  return {
    ...{ trainImages, names, size, pictures, pictured },
    images: Int32Array.from(images),
    labels: Int32Array.from(labels),
    identities: Int32Array.from(identities),
  };
}
