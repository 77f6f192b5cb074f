/**
 * @file What the networks make of a pair: the guess at view 1 of an image, and what it is held against, the answer to
 * view 2 of its positive. Computed when it is asked for, with the weights of that moment and on the pair alone: BatchNorm
 * takes its running statistics and no branch is dropped. So it is not what the step that trains the pair saw, but what
 * has become of it.
 */
import { z } from 'zod';

const common = {
  /** Steps done when it was computed. */
  after: z.int(),
  /** Of this guess and this answer: one of the two directions that a step takes the mean of. */
  loss: z.number(),
};

/** DINO: two distributions over the prototypes. */
const prototypesSchema = z.object({
  ...common,
  kind: z.literal('prototypes'),
  /** K. */
  prototypes: z.int(),
  /** Those that guess and answer together give the most to, in the order of the prototypes; the rest is what lacks to 1. */
  likeliest: z.array(z.object({ prototype: z.int(), guess: z.number(), answer: z.number() })),
});

/** BYOL and SimSiam: two directions. */
const angleSchema = z.object({
  ...common,
  kind: z.literal('angle'),
  /** Between the prediction and the target. */
  cosine: z.number(),
});

/** InfoNCE: the answer among those to the others of the batch. */
const batchSchema = z.object({
  ...common,
  kind: z.literal('batch'),
  /** Cosines of the guess with view 2 of each pair of the batch: its own, then the others in the order of the batch. */
  similarities: z.array(z.number()),
});

export const pairOutputsSchema = z.discriminatedUnion('kind', [prototypesSchema, angleSchema, batchSchema]);
export type PairOutputs = z.infer<typeof pairOutputsSchema>;
