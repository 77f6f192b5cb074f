/**
 * @file What the networks look at in one image, as they are now: computed when it is asked for, of the whole image as
 * evaluations see it, with running statistics and no branch dropped.
 */
import { z } from 'zod';
import { picturesSchema } from './pictures.ts';

const valuesSchema = z.custom<Float32Array<ArrayBuffer>>(
  (value) => value instanceof Float32Array,
  'values are numbers',
);

/**
 * What is looked at, and by which arm. Answered by `attended`, between two steps and once all images are there; a newer
 * question takes the place of one that was not answered yet. Nothing of the run changes.
 */
export const lookQuestionSchema = z.object({
  type: z.literal('attend'),
  arm: z.int().min(0),
  /** Index in the training set. */
  image: z.int().min(0),
});
export type LookQuestion = z.infer<typeof lookQuestionSchema>;

/** A place is a patch of a ViT, or a vector of a ResNet's last map. All places of an image come row by row. */
const networkLookSchema = z.object({
  /** `untrained`: as the seed drew it. */
  network: z.enum(['teacher', 'student', 'untrained']),
  /**
   * Of each head what [CLS] attends to in the last block, itself first, `[heads, 1 + places]`, rows sum to 1; where there
   * are no heads the norms of the vectors, `[places]`.
   */
  weights: valuesSchema,
  /** RGBA of each place: three principal components of its vector, turned onto those of the time before. */
  parts: picturesSchema,
});
export type NetworkLook = z.infer<typeof networkLookSchema>;

export const lookSchema = z.object({
  image: z.int(),
  /** What it shows, in words. */
  name: z.string(),
  /** Steps done. */
  step: z.int(),
  /** Side of the picture, pixels. */
  size: z.int(),
  picture: picturesSchema,
  /** Places in a row and in a column. */
  side: z.int(),
  /** The part of the picture that the places cover, pixels from its upper left corner. */
  covered: z.int(),
  /** 0 in a ResNet. */
  heads: z.int(),
  /** The teacher, where there is one, first; the untrained one last. */
  networks: z.array(networkLookSchema),
  /** The vectors of the first network's places, each of length 1, `[places, D]`. */
  places: valuesSchema,
  /** Images that the parts were fitted on. */
  fittedOn: z.int(),
});
export type Look = z.infer<typeof lookSchema>;
