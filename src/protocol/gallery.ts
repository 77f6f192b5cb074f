/** @file Some images and their nearest entries in the bank, with the pictures they need. */
import { z } from 'zod';
import { picturesSchema } from './pictures.ts';

const neighbourSchema = z.object({
  /** Index into `thumbnails`. */
  thumbnail: z.int(),
  /** Index in the training set. */
  image: z.int(),
  similarity: z.number(),
  sameLabel: z.boolean(),
  sameIdentity: z.boolean(),
  isSelf: z.boolean(),
});
export type GalleryNeighbour = z.infer<typeof neighbourSchema>;

export const gallerySchema = z.object({
  step: z.int(),
  epoch: z.int(),
  rows: z.array(
    z.object({
      thumbnail: z.int(),
      image: z.int(),
      label: z.int(),
      neighbours: z.array(neighbourSchema),
    }),
  ),
  /** Side of a thumbnail, pixels. */
  size: z.int(),
  thumbnails: picturesSchema,
});
export type Gallery = z.infer<typeof gallerySchema>;
