/** @file A sample map: six images of two classes, four steps an epoch. */
import type { MapAtlas, MapFrame } from './map.ts';

const images = [2, 3, 5, 7, 8, 9];

/** After so many epochs. Each image's nearest are itself and the next one. */
export const mapFrameOf = (epoch: number): MapFrame => ({
  step: 4 * epoch,
  epoch,
  atEpochEnd: true,
  images: Int32Array.from(images),
  positions: Float32Array.from([1, 0.2, -1, 0.1, 0.3, -0.4, -0.2, 0.5, 0.6, -0.3, -0.7, -0.1]),
  explained: [0.3, 0.16],
  gates: Uint8Array.from([0, 1, 0, 1, 0, 2]),
  nearest: 2,
  neighbours: Int32Array.from(images.flatMap((image, at) => [image, images[(at + 1) % images.length] ?? -1])),
});

export const mapAtlasOf = (): MapAtlas => ({
  trainImages: 10,
  images: Int32Array.from(images),
  labels: Int32Array.from([0, 0, 0, 1, 1, 1]),
  identities: Int32Array.from([0, 0, 1, 2, 2, 3]),
  names: ['sun', 'sun', 'star', 'moon', 'moon', 'cloud'],
  size: 1,
  pictures: Uint8ClampedArray.from(images.flatMap((image) => [image, 0, 0, 255])),
});
