/** @file The map of a run's training images: where the bank has each, in each arm, after each epoch. */
import { z } from 'zod';
import { picturesSchema } from './pictures.ts';

const floats = z.custom<Float32Array<ArrayBuffer>>(
  (value) => value instanceof Float32Array,
  'positions are float32',
);
const integers = z.custom<Int32Array<ArrayBuffer>>(
  (value) => value instanceof Int32Array,
  'places are int32',
);
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'marks are bytes');

/** What is the same in all frames of a run: the images. */
export const mapAtlasSchema = z.object({
  /** Of the training set; images on the map may be fewer. */
  trainImages: z.int(),
  /** Indices in the training set, ascending. */
  images: integers,
  /** Of each: the place of its class, what it is of, and what it shows, in words. */
  labels: integers,
  identities: integers,
  names: z.array(z.string()),
  /** Side of a picture, pixels. */
  size: z.int(),
  pictures: picturesSchema,
  /** `[images]`, 0 where there is no picture, as of most images of a recorded run. Absent: all have one. */
  pictured: bytes.optional(),
});
export type MapAtlas = z.infer<typeof mapAtlasSchema>;

/** One moment of one arm. */
export const mapFrameSchema = z.object({
  /** Steps and epochs done. */
  step: z.int(),
  epoch: z.int(),
  /** Whether it is of the end of an epoch. */
  atEpochEnd: z.boolean(),
  /** Those that the bank has a feature of, ascending. */
  images: integers,
  /** `[images, 2]`: their features on the first two principal axes, around 0. */
  positions: floats,
  /** Share of the variance along each of the two axes. */
  explained: z.tuple([z.number(), z.number()]).readonly(),
  /** `[images]`, as `gateMark` says: of the epoch that comes. */
  gates: bytes,
  /** Neighbours of each image. */
  nearest: z.int(),
  /** `[images, nearest]`: indices in the training set, best first, itself included; −1 where there are fewer. */
  neighbours: integers,
});
export type MapFrame = z.infer<typeof mapFrameSchema>;

/** Who is nearest to whom in the bank now, themselves left out: what a layout is made from. */
export const mapGraphSchema = z.object({
  step: z.int(),
  epoch: z.int(),
  images: integers,
  nearest: z.int(),
  /** `[images, nearest]`: places in `images`, best first. */
  neighbours: integers,
  /** `[images, nearest]`: cosines. */
  similarities: floats,
});
export type MapGraph = z.infer<typeof mapGraphSchema>;
