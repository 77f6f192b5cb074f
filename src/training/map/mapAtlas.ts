/** @file Which images a map shows, and what there is to know and to see of each. */
import { stream } from '../../adasim/random.ts';
import type { Slices } from '../../adasim/slices.ts';
import { describeImage, type Dataset } from '../../data/dataset.ts';
import type { MapAtlas } from '../../protocol/map.ts';
import { MOST_MAPPED } from '../../protocol/mapMarks.ts';
import { toRgba } from '../explanation/pictureSheet.ts';

/** Pictures in one slice. */
const SLICE_PICTURES = 256;

/** All training images, ascending; of more than `most` a fair sample, drawn from the seed. */
export function mappedImages(count: number, seed: number, most = MOST_MAPPED): Int32Array<ArrayBuffer> {
  if (count <= most) return Int32Array.from({ length: count }, (_, image) => image);
  return Int32Array.from(stream(seed, 'map').permutation(count).subarray(0, most)).sort();
}

/** The images must all be there. */
export function* mapAtlas(dataset: Dataset, images: Int32Array<ArrayBuffer>): Slices<MapAtlas> {
  const { train } = dataset;
  const { size, channels } = train;
  const stored = size * size * channels;
  const shown = size * size * 4;
  const pictures = new Uint8ClampedArray(images.length * shown);
  for (let from = 0; from < images.length; from += SLICE_PICTURES) {
    images.subarray(from, from + SLICE_PICTURES).forEach((image, offset) => {
      const picture = train.images.subarray(image * stored, (image + 1) * stored);
      pictures.set(toRgba(picture, channels), (from + offset) * shown);
    });
    yield;
  }
  return {
    trainImages: train.count,
    images: images.slice(),
    labels: Int32Array.from(images, (image) => train.labels[image] ?? 0),
    identities: Int32Array.from(images, (image) => train.identities[image] ?? 0),
    names: Array.from(images, (image) => describeImage(dataset, train, image)),
    size,
    pictures,
  };
}
