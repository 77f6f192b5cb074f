/**
 * @file One training step of an arm, told in all its parts at one of its pairs: what was known before it, what it
 * computed, and what it left. All of it is read, nothing is computed for the run: a step that is told is the step that
 * is not.
 */
import { z } from 'zod';
import { inspectionSchema } from './inspection.ts';
import { pairOutputsSchema } from './pairOutputs.ts';
import { stepSchema } from './records.ts';

/** What the update read and moved. Norms are ℓ2, over all trained tensors together. */
const updateSchema = z.object({
  /** Before clipping. */
  gradientNorm: z.number(),
  /** Tensors whose gradient was longer than `optimizer.clipGradient`, of so many that were updated. */
  clipped: z.int(),
  updated: z.int(),
  /** Whether DINO's last layer stood still. */
  lastLayerFrozen: z.boolean(),
  /** Of the weights before the step. */
  weightsNorm: z.number(),
  /** How far the step moved them. */
  moved: z.number(),
});

/** Norms of DINO's centre. */
const centreSchema = z.object({
  momentum: z.number(),
  before: z.number(),
  after: z.number(),
  moved: z.number(),
});

/** Rows of NNCLR's queue that were ever stored. */
const queueSchema = z.object({ length: z.int(), before: z.int(), after: z.int() });

/** Distances of the teacher's weights from the student's. */
const teacherSchema = z.object({
  before: z.number(),
  /** Once the student had moved. */
  behind: z.number(),
  /** Once the teacher had followed. */
  after: z.number(),
});

const keptSchema = z.object({
  /** Cosine of the pair's new row of the bank with what stood there; null where nothing did. */
  similarity: z.number().nullable(),
  /** Whom the step found nearest, best first: the votes that this epoch will have. */
  nearest: z.array(z.object({ image: z.int(), similarity: z.number() })),
});

export const stepStorySchema = z.object({
  /** Of the pair, with what the networks made of it before the step. */
  inspection: inspectionSchema,
  /** What the networks make of the pair after the step. */
  outputsAfter: pairOutputsSchema.nullable(),
  /** The step as the run's records have it. */
  record: stepSchema,
  /** Pairs of the step. */
  pairs: z.int(),
  /** Before the step, `[D]` each: the student's of view 1, and those of view 2 by the network that answers. */
  features: z.object({ first: z.array(z.number()), second: z.array(z.number()) }),
  update: updateSchema,
  /** Null where the method has none, as are those below. */
  centre: centreSchema.nullable(),
  queue: queueSchema.nullable(),
  teacher: teacherSchema.nullable(),
  kept: keptSchema,
});
export type StepStory = z.infer<typeof stepStorySchema>;

/** What a step is to be told at. */
export const toldAtSchema = z.object({
  /** The arm whose gate is looked at where the picture is chosen. */
  arm: z.int().min(0),
  /** Told of where the step trains it; else, or where it is null, one of the step's, with an open gate if there is such. */
  image: z.int().nullable(),
});
export type ToldAt = z.infer<typeof toldAtSchema>;
