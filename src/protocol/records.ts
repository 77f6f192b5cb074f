/**
 * @file The records that a run tells of itself, one schema each: of a step, an epoch, an evaluation, the floors and
 * the run's shape. What they hold of metrics, `metrics/table.ts` declares.
 */
import { z } from 'zod';
import { byKey } from '../metrics/byKey.ts';
import type { Held, Holds, Source } from '../metrics/declaration.ts';
import { floorKeys, type Floors } from '../metrics/floors.ts';
import { declarations, metricIdsOf, type HoldsOf, type MetricIdOf } from '../metrics/table.ts';

export type { Floors };

const count = z.int().min(0);
/** Null also in a file that was written before there was such a thing. */
const maybe = z.number().nullable().default(null);

const held = {
  number: z.number(),
  'number?': maybe,
  numbers: z.array(z.number()),
  'numbers?': z.array(z.number()).nullable().default(null),
} satisfies { [H in Holds]: z.ZodType<Held<H>> };

type Schemas<S extends Source> = { [Id in MetricIdOf<S>]: (typeof held)[HoldsOf<Id>] };

/** The part of a record's schema that metrics make up. */
const metricsOf = <S extends Source>(source: S) =>
  byKey(metricIdsOf(source), (id) => held[declarations[id].holds]) as Schemas<S>;

/** Step and epoch are counted from 0. */
const moment = { step: count, epoch: count };

/** One training step. Numbers are read back in batches, so records arrive a little late, but all arrive. */
export const stepSchema = z.object({ ...moment, ...metricsOf('steps') });
export type StepRecord = z.infer<typeof stepSchema>;

/** The bank's view of one completed epoch, and the steps that were completed at its end. */
export const epochSchema = z.object({ ...moment, ...metricsOf('epochs') });
export type EpochRecord = z.infer<typeof epochSchema>;

/**
 * One evaluation of the teacher (where a method has none: of its network), after so many steps. On the held-out images,
 * as they are stored, unless a metric says otherwise.
 */
export const evaluationSchema = z.object({ ...moment, ...metricsOf('evaluations') });
export type EvaluationRecord = z.infer<typeof evaluationSchema>;

/** What metrics are without training. */
export const floorsSchema: z.ZodType<Floors> = z.object({
  ...byKey(floorKeys, () => maybe),
  chance: z.number(),
  retrievalImages: maybe,
});

/** What a chart needs to know of the run besides its records. */
export const runShapeSchema = z.object({
  stepsPerEpoch: count.min(1),
  totalSteps: count,
  /** Backbone width D. */
  featureDim: count,
  /** Prototypes K. */
  prototypes: count,
  parameters: count,
  classNames: z.array(z.string()),
  trainImages: count,
  testImages: count,
});
export type RunShape = z.infer<typeof runShapeSchema>;
