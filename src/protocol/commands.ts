/**
 * @file What the page, or the command line's page, asks of the training worker. Every message carries the id of the run
 * that it is for; `arm` is the place of one of its arms in the start's list.
 */
import { z } from 'zod';
import type { NamedArms } from '../config/armLabels.ts';
import { liveSettingsSchema } from '../config/liveSchema.ts';
import { experimentSchema } from '../config/schema.ts';
import { backendChoiceSchema, productStyleSchema } from './device.ts';
import { lookQuestionSchema } from './look.ts';
import { toldAtSchema } from './stepStory.ts';

const addressed = { runId: z.string() };

const arm = z.int().min(0);

/**
 * Whether every arm is to tell its map, now and after each epoch, as far as it is done with the one before: the event
 * `map`. It costs the run nothing but the time, and changes nothing of it.
 */
const watchMapSchema = z.object({
  type: z.literal('watchMap'),
  on: z.boolean(),
  /** Whether the images are wanted first, by the event `mapAtlas`, once all are there. */
  atlas: z.boolean(),
});

/** Who is nearest to whom in an arm's bank: answered by `mapGraph`. A newer question takes the place of an older one. */
const searchMapSchema = z.object({ type: z.literal('searchMap'), arm, nearest: z.int().min(1) });

/** What can be saved of a run. */
export const exportKindSchema = z.enum(['checkpoint', 'student', 'teacher']);
export type ExportKind = z.infer<typeof exportKindSchema>;

const namedArmSchema = z.object({ label: z.string(), config: experimentSchema });

/** One run, or several to be trained in lockstep. */
const namedArmsSchema: z.ZodType<NamedArms> = z.tuple([namedArmSchema], namedArmSchema);

const bytes = z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer, 'a file is bytes');

/** A live setting that was changed when so many steps were done. */
const tuningSchema = z.object({ arm, step: z.int(), settings: liveSettingsSchema });
export type ReplayedTuning = z.infer<typeof tuningSchema>;

/** How a run goes on that a worker before had under way when it lost its device. */
const recoverySchema = z.object({
  /** A checkpoint of each arm, null where it has stopped; where there are none, the run begins as it first did. */
  snapshots: z.array(bytes.nullable()).exactOptional(),
  /** Steps that were done: those since the snapshot are done again before any command is heeded. */
  step: z.int(),
  /** What was changed since the snapshot, oldest first. */
  tunings: z.array(tuningSchema),
});

const startSchema = z.object({
  ...addressed,
  type: z.literal('start'),
  arms: namedArmsSchema,
  backend: backendChoiceSchema,
  /** Absolute URL of the folder of packed datasets, with a slash at its end. */
  dataUrl: z.string(),
  /** Stop after so many steps instead of after the configuration's epochs. */
  steps: z.int().exactOptional(),
  /** The most threads that WASM may take, for whoever trains on several pages at once. */
  threads: z.int().exactOptional(),
  /** How WebGPU computes products; what is measured to be the fastest unless told. */
  productStyle: productStyleSchema.exactOptional(),
  /** Begin paused: prepare everything, then wait for `resume` or `step`. */
  paused: z.boolean().exactOptional(),
  /**
   * A checkpoint to go on from, which is one run and brings its own configuration; or a PyTorch state dict that every
   * arm starts from. It is read before the current run is touched: a bad one is an `error`, and the current run goes on.
   */
  checkpoint: bytes.exactOptional(),
  /** Of whoever keeps the run alive. */
  recovery: recoverySchema.exactOptional(),
});

/**
 * An image by its index in the training set, or that which the arm trains next in its epoch; of those whose gate is open,
 * if there are such.
 */
export const inspectedSchema = z.union([z.int(), z.enum(['next', 'next-open'])]);
export type Inspected = z.infer<typeof inspectedSchema>;

/** Also the first after this one, in the order of their numbers and round it, whose gate is open in the epoch under way. */
export const askedAboutSchema = z.union([inspectedSchema, z.object({ openAfter: z.int() })]);
export type AskedAbout = z.infer<typeof askedAboutSchema>;

/**
 * Why has an image its positive in an epoch, 0-based; null is the newest. Answered by `inspected`, between two steps
 * and once all images are there; a newer question takes the place of one that was not answered yet. Those with and
 * without `outputs` do not get in each other's way.
 */
const questionSchema = z.object({
  type: z.literal('inspect'),
  arm,
  image: askedAboutSchema,
  epoch: z.int().nullable(),
  /** Whether to compute what the networks make of the pair: a forward pass, and nothing of the run changes. */
  outputs: z.boolean(),
});
export type InspectionQuestion = z.infer<typeof questionSchema>;

export const commandSchema = z.discriminatedUnion('type', [
  startSchema,
  z.object({ ...addressed, type: z.literal('pause') }),
  z.object({ ...addressed, type: z.literal('resume') }),
  /**
   * One training step of every arm, then pause. Where it is to be told, it waits until all images are there and the
   * networks can be asked, and `stepTold` tells it in each arm.
   */
  z.object({ ...addressed, type: z.literal('step'), told: toldAtSchema.exactOptional() }),
  /** Back to step 0 with the same seed; keeps the device and data. Runs on unless `paused`. */
  z.object({ ...addressed, type: z.literal('reset'), paused: z.boolean().exactOptional() }),
  z.object({ ...addressed, type: z.literal('tune'), arm, settings: liveSettingsSchema }),
  /** Answered between two steps by `exported`, or by an `error`. */
  z.object({ ...addressed, type: z.literal('export'), arm, kind: exportKindSchema }),
  questionSchema.extend(addressed),
  lookQuestionSchema.extend(addressed),
  watchMapSchema.extend(addressed),
  searchMapSchema.extend(addressed),
  /**
   * Measures the first arm that has not stopped, on some steps that it takes for this. Answered by `profiled`, or by an
   * `error`.
   */
  z.object({ ...addressed, type: z.literal('profile') }),
  /** Goes on with a run that was `stranded`, on this backend. */
  z.object({
    ...addressed,
    type: z.literal('revive'),
    backend: backendChoiceSchema,
    productStyle: productStyleSchema.exactOptional(),
  }),
  z.object({ ...addressed, type: z.literal('dispose') }),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];
