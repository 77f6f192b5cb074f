/** @file What the training worker tells of a run, whose id every message carries. */
import { z } from 'zod';
import { liveSettingsSchema } from '../config/liveSchema.ts';
import { experimentSchema } from '../config/schema.ts';
import { askedAboutSchema, exportKindSchema } from './commands.ts';
import { deviceSchema } from './device.ts';
import { gallerySchema } from './gallery.ts';
import { inspectionSchema } from './inspection.ts';
import { lookSchema } from './look.ts';
import { mapAtlasSchema, mapFrameSchema, mapGraphSchema } from './map.ts';
import { profileSchema } from './profile.ts';
import { stepStorySchema } from './stepStory.ts';
import { epochSchema, evaluationSchema, floorsSchema, runShapeSchema, stepSchema } from './records.ts';

const addressed = { runId: z.string() };
const arm = z.int().min(0);

/**
 * `evaluating` is a run that does not train, be it held or after its last step; it is `paused` or `finished` once
 * all is measured and told.
 */
const phaseSchema = z.enum([
  'loading',
  'preparing',
  'training',
  'paused',
  'evaluating',
  'finished',
  'failed',
]);
export type Phase = z.infer<typeof phaseSchema>;

/** The first event of a run that starts from a file: under which configurations, and after which step. */
const openedSchema = z.object({
  ...addressed,
  type: z.literal('opened'),
  /** A run of ours that goes on, or weights from anywhere. */
  origin: z.enum(['checkpoint', 'weights']),
  /** One for each arm. */
  configs: z.tuple([experimentSchema], experimentSchema).readonly(),
  /** What a checkpoint's run had been tuned to since it began with its configuration. */
  live: liveSettingsSchema,
  step: z.int(),
  /** Modules that the file lacked, such as `head`: they are drawn from the seed. */
  drawn: z.array(z.string()).readonly(),
});

/** At most ten times a second for each arm. */
const metricsSchema = z.object({
  ...addressed,
  type: z.literal('metrics'),
  arm,
  steps: z.array(stepSchema),
  epochs: z.array(epochSchema),
  evaluations: z.array(evaluationSchema),
  /** Of all arms together, as are the images. */
  stepsPerSecond: z.number(),
  imagesPerSecond: z.number(),
  secondsLeft: z.number(),
  memory: z.object({ tensors: z.int(), bytes: z.number() }),
});

/** A safetensors file. */
const exportedSchema = z.object({
  ...addressed,
  type: z.literal('exported'),
  arm,
  kind: exportKindSchema,
  step: z.int(),
  fileName: z.string(),
  bytes: z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer, 'a file is bytes'),
});

const errorSchema = z.object({
  ...addressed,
  type: z.literal('error'),
  /** One sentence for the person. */
  message: z.string(),
  fatal: z.boolean(),
  /**
   * The command that cannot be carried out, where it is one; such an error is never fatal. The current run, if there is
   * one, goes on.
   */
  answers: z.enum(['start', 'export', 'profile']).exactOptional(),
});

/**
 * The graphics device was lost again and again: the run waits, at the step that was told last, for the command `revive`.
 * Its newest snapshot can be exported meanwhile.
 */
const strandedSchema = z.object({
  ...addressed,
  type: z.literal('stranded'),
  /** What happened, in one sentence for the person; what to do is the listener's to say. */
  message: z.string(),
  step: z.int(),
  /** The step of the newest snapshot; null where there is none, and the run would begin again. */
  snapshot: z.int().nullable(),
});

export const eventSchema = z.discriminatedUnion('type', [
  openedSchema,
  z.object({ ...addressed, type: z.literal('device'), device: deviceSchema }),
  /** The arm begins, or begins again. */
  z.object({ ...addressed, type: z.literal('shape'), arm, shape: runShapeSchema }),
  z.object({
    ...addressed,
    type: z.literal('status'),
    phase: phaseSchema,
    step: z.int(),
    epoch: z.int(),
    detail: z.string().exactOptional(),
  }),
  /** Loading: bytes so far of all bytes (0 = unknown). */
  z.object({
    ...addressed,
    type: z.literal('progress'),
    label: z.string(),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ ...addressed, type: z.literal('floors'), arm, floors: floorsSchema }),
  metricsSchema,
  z.object({ ...addressed, type: z.literal('gallery'), arm, gallery: gallerySchema }),
  /** Null: the arm has stopped, has no such image, or knows of no epoch yet. */
  z.object({
    ...addressed,
    type: z.literal('inspected'),
    arm,
    /** As it was asked for, as is `outputs`. */
    image: askedAboutSchema,
    outputs: z.boolean(),
    inspection: inspectionSchema.nullable(),
  }),
  /** Null: the arm has stopped or diverged, or has no such image. */
  z.object({ ...addressed, type: z.literal('attended'), arm, image: z.int(), look: lookSchema.nullable() }),
  z.object({ ...addressed, type: z.literal('mapAtlas'), atlas: mapAtlasSchema }),
  z.object({ ...addressed, type: z.literal('map'), arm, frame: mapFrameSchema }),
  /** Null: the arm has stopped, or too few images were visited yet. */
  z.object({ ...addressed, type: z.literal('mapGraph'), arm, graph: mapGraphSchema.nullable() }),
  exportedSchema,
  /** Null: the arm has stopped, or knows nothing of the epoch under way, or there was no step left to take. */
  z.object({ ...addressed, type: z.literal('stepTold'), arm, story: stepStorySchema.nullable() }),
  z.object({ ...addressed, type: z.literal('profiled'), arm, profile: profileSchema }),
  /** One of several arms has ended before its time; `left` others go on. */
  z.object({ ...addressed, type: z.literal('stopped'), arm, message: z.string(), left: z.int() }),
  errorSchema,
  strandedSchema,
  z.object({ ...addressed, type: z.literal('disposed') }),
]);
export type Event = z.infer<typeof eventSchema>;
export type EventType = Event['type'];

/** What is said of a run, before it carries the run's id. */
export type Unaddressed<T> = T extends unknown ? Omit<T, 'runId'> : never;
