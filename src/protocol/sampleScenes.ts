/** @file What has pictures, as the tests make it up: pictures of one pixel, which is grey as the image's number says. */
import type { Gallery } from './gallery.ts';
import type { InspectedImage, Inspection } from './inspection.ts';
import type { Look, NetworkLook } from './look.ts';

const pixels = (...images: number[]) =>
  new Uint8ClampedArray(images.flatMap((image) => [image, image, image, 255]));

/** Image 7 with its neighbours 7 (itself) and 9, and image 8 with 9 and 7. */
export const sampleGallery = (step: number, epoch: number): Gallery => ({
  step,
  epoch,
  size: 1,
  thumbnails: pixels(7, 9, 8),
  rows: [
    {
      thumbnail: 0,
      image: 7,
      label: 1,
      neighbours: [
        { thumbnail: 0, image: 7, similarity: 1, sameLabel: true, sameIdentity: true, isSelf: true },
        { thumbnail: 1, image: 9, similarity: 0.5, sameLabel: false, sameIdentity: false, isSelf: false },
      ],
    },
    {
      thumbnail: 2,
      image: 8,
      label: 1,
      neighbours: [
        { thumbnail: 1, image: 9, similarity: 0.75, sameLabel: true, sameIdentity: false, isSelf: false },
        { thumbnail: 0, image: 7, similarity: 0.25, sameLabel: true, sameIdentity: true, isSelf: false },
      ],
    },
  ],
});

const inspected = (image: number, of: number): InspectedImage => ({
  image,
  name: `picture ${image}`,
  label: image % 2,
  isSelf: image === of,
  sameLabel: image % 2 === of % 2,
  sameIdentity: image === of,
});

/** An image whose gate is open, and its neighbour 9. */
export const sampleInspection = (
  image: number,
  epoch: number,
  changes: Partial<Inspection> = {},
): Inspection => ({
  image,
  epoch,
  known: { first: 0, newest: epoch, dropped: false },
  settings: { policy: 'adaptive', temperature: 0.1, includeSelf: false },
  windowLength: 1,
  bootstrapsEmbeddings: false,
  ballots: [
    {
      epoch: epoch - 1,
      neighbours: [
        { image, similarity: 0.75 },
        { image: 9, similarity: 0.5 },
      ],
    },
  ],
  gateOpen: true,
  candidates: [
    { image, score: 0.75, probability: 0.875 },
    { image: 9, score: 0.5, probability: 0.125 },
  ],
  positive: 9,
  reason: 'drawn',
  step: 12,
  images: [inspected(image, image), inspected(9, image)],
  size: 1,
  thumbnails: pixels(image, 9),
  views: pixels(100 + image, 100 + epoch),
  outputs: null,
  ...changes,
});

/** Image 7 as a ViT of two heads and four patches sees it. */
export const sampleLook = (changes: Partial<Look> = {}): Look => {
  const heads = [
    [0.2, 0.4, 0.2, 0.1, 0.1],
    [0.4, 0.6, 0, 0, 0],
  ];
  const of = (network: NetworkLook['network']): NetworkLook => ({
    network,
    weights: Float32Array.from(heads.flat()),
    parts: pixels(10, 20, 30, 40),
  });
  return {
    image: 7,
    name: 'sun',
    step: 12,
    size: 1,
    picture: pixels(7),
    side: 2,
    covered: 1,
    heads: 2,
    networks: [of('teacher'), of('student'), of('untrained')],
    places: Float32Array.of(1, 0, 0.6, 0.8, 0, 1, -1, 0),
    fittedOn: 64,
    ...changes,
  };
};
