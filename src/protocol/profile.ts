/** @file What is known of a run's speed once it was measured. */
import { z } from 'zod';

/**
 * The parts of a step. `draws`: what the host draws for it. `views`: augmentation. `networks`: student and teacher
 * forward, the loss and its gradient. `update`: clipping, optimiser and the teacher's average. `bank`: looking up
 * neighbours, and writing them down.
 */
const stepPhaseSchema = z.enum(['draws', 'views', 'networks', 'update', 'bank']);
export type StepPhase = z.infer<typeof stepPhaseSchema>;

/** What limits a call. */
const ridgeSchema = z.enum(['compute', 'memory']);
export type Ridge = z.infer<typeof ridgeSchema>;

/** What most of a step's time goes to: arithmetic, traffic, the device's waiting between kernels, or JavaScript. */
const boundSchema = z.enum(['compute', 'memory', 'dispatch', 'JavaScript']);
export type Bound = z.infer<typeof boundSchema>;

/** What the device can do. */
const ceilingSchema = z.object({
  /** The best product's rate. */
  flopsPerMs: z.number(),
  /** Bandwidth of copies that touch so many bytes, ascending; never faster than a smaller one. */
  bandwidths: z.array(z.object({ bytes: z.number(), bytesPerMs: z.number() })),
});
export type Ceiling = z.infer<typeof ceilingSchema>;

/** The calls of one kernel in one step; the device may not tell the time. */
const kernelCallsSchema = z.object({ name: z.string(), calls: z.number(), ms: z.number().nullable() });
export type KernelCalls = z.infer<typeof kernelCallsSchema>;

/** The least cost and time of all calls of one kernel. */
const kernelLimitSchema = z.object({
  flops: z.number(),
  bytes: z.number(),
  idealMs: z.number(),
  /** What limits most of the ideal time. */
  ridge: ridgeSchema,
});
export type KernelLimit = z.infer<typeof kernelLimitSchema>;

/** One kernel in one step: its time beside its limit. */
const kernelShareSchema = z.object({ ...kernelCallsSchema.shape, ...kernelLimitSchema.shape });
export type KernelShare = z.infer<typeof kernelShareSchema>;

const phaseTimeSchema = z.object({
  phase: stepPhaseSchema,
  /** `draws`: of the processor. Else of the device, null where it does not tell the time. */
  ms: z.number().nullable(),
});
export type PhaseTime = z.infer<typeof phaseTimeSchema>;

export const profileSchema = z.object({
  /** Steps that the run had done when the measurement began; it went on meanwhile. */
  step: z.int(),
  /** Images in a step, both views counted. */
  images: z.int(),
  /** Wall time of a step as the run takes it, milliseconds. */
  msPerStep: z.number(),
  /** Steps in `msPerStep`. */
  timedSteps: z.int(),
  /** Wall time of a step whose kernels are watched one by one. */
  watchedMs: z.number(),
  watchedSteps: z.int(),
  /** What the mathematics of a step needs at least. */
  flops: z.number(),
  bytes: z.number(),
  /** The least time that the device needs for it; of `msPerStep` the share of the limit. */
  idealMs: z.number(),
  ceiling: ceilingSchema,
  /** Null where the device does not tell the time. */
  binds: boundSchema.nullable(),
  phases: z.array(phaseTimeSchema),
  /** The longest first. */
  kernels: z.array(kernelShareSchema),
  /** The latest of each, milliseconds; null before there is one, and where it overlaps with training. */
  epochEndMs: z.number().nullable(),
  evaluationMs: z.number().nullable(),
});
export type Profile = z.infer<typeof profileSchema>;
