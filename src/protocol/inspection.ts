/** @file Why an image had the positive that it had in one epoch, and the two views that were trained on. */
import { z } from 'zod';
import type { SelectionReason, SelectionSettings } from '../adasim/selection.ts';
import type { KnownEpochs } from '../adasim/selectionHistory.ts';
import { pairOutputsSchema } from './pairOutputs.ts';
import { picturesSchema } from './pictures.ts';

/** An image that an inspection speaks of, and what it has to do with the inspected one. */
const inspectedImageSchema = z.object({
  /** Index in the training set. */
  image: z.int(),
  /** What it shows, in words. */
  name: z.string(),
  label: z.int(),
  isSelf: z.boolean(),
  sameLabel: z.boolean(),
  sameIdentity: z.boolean(),
});
export type InspectedImage = z.infer<typeof inspectedImageSchema>;

/** One epoch of the window. */
const ballotSchema = z.object({
  epoch: z.int(),
  /** The k nearest of that epoch, best first; empty where it did not visit the image. */
  neighbours: z.array(z.object({ image: z.int(), similarity: z.number() })),
});
export type Ballot = z.infer<typeof ballotSchema>;

/** One of T_i, the k images with the most votes. */
const candidateSchema = z.object({
  image: z.int(),
  /** S_i of it. */
  score: z.number(),
  /** Of being drawn; 0 where nothing is drawn. */
  probability: z.number(),
});
export type Candidate = z.infer<typeof candidateSchema>;

const knownEpochsSchema: z.ZodType<KnownEpochs> = z.object({
  first: z.int(),
  newest: z.int(),
  dropped: z.boolean(),
});

const settingsSchema: z.ZodType<SelectionSettings> = z.object({
  policy: z.enum(['none', 'naive', 'window', 'adaptive']),
  temperature: z.number(),
  includeSelf: z.boolean(),
});

const reasonSchema: z.ZodType<SelectionReason> = z.enum([
  'baseline',
  'window-filling',
  'no-neighbour',
  'nearest',
  'gate-closed',
  'drawn',
]);

export const inspectionSchema = z.object({
  image: z.int(),
  /** The epoch that the pair is of, 0-based; the votes are of those before it. */
  epoch: z.int(),
  known: knownEpochsSchema,
  /** As they were when the epoch began. */
  settings: settingsSchema,
  /** W, epochs. */
  windowLength: z.int(),
  /** Neighbours stand in among the embeddings, not among the images, which are their own positives. */
  bootstrapsEmbeddings: z.boolean(),
  /** The epochs in the window, oldest first. */
  ballots: z.array(ballotSchema),
  gateOpen: z.boolean(),
  /** Best first. */
  candidates: z.array(candidateSchema),
  positive: z.int(),
  reason: reasonSchema,
  /** The step that trains the pair, 0-based; null where the epoch leaves the image out. */
  step: z.int().nullable(),
  /** All that are spoken of, the inspected one first. */
  images: z.array(inspectedImageSchema),
  /** Side of a picture, pixels. */
  size: z.int(),
  /** Of `images`, one after the other. */
  thumbnails: picturesSchema,
  /** View 1 and view 2; empty where there is no such step. */
  views: picturesSchema,
  /** What the networks make of the two views; null where it was not asked for, or is not finite, or there is no such step. */
  outputs: pairOutputsSchema.nullable(),
});
export type Inspection = z.infer<typeof inspectionSchema>;
