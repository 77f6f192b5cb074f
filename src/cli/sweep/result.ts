/** @file One run as `results.jsonl` keeps it: what it was, where it was computed, and what it measured. */
import { z } from 'zod';
import { factsOf } from '../../metrics/facts.ts';
import { questions } from '../../metrics/questions.ts';
import type { ArmRecord, TrainRecord } from '../train/runRecord.ts';
import { epochCurves, finalMetrics, numbersOf } from './measured.ts';
import type { PlannedRun } from './plan.ts';

/** Where and when the runs of one command are computed. */
export interface Provenance {
  /** Of the sources; null outside of a clone. */
  commit: string | null;
  /** Whether the sources differed from that commit. */
  changed: boolean;
  /** As it was typed. */
  command: string;
  /** Runs at a time. */
  jobs: number;
}

const numbers = z.record(z.string(), z.number());

const referenceSchema = z.object({
  label: z.string(),
  value: z.number(),
  /** Drawn only where the axis reaches it anyway. */
  distant: z.boolean().optional(),
});

/** Lenient where versions may differ: a result of a former one is still a result. */
export const resultSchema = z.looseObject({
  block: z.string(),
  arm: z.string(),
  seed: z.number(),
  outcome: z.enum(['finished', 'failed']),
  /** Why it failed, one sentence. */
  problem: z.string().optional(),
  commit: z.string().nullable(),
  changed: z.boolean(),
  command: z.string(),
  jobs: z.number().positive(),
  /** When it ended, ISO 8601. */
  ended: z.string(),
  seconds: z.number(),
  /** Median over the run. */
  stepsPerSecond: z.number().nullable(),
  stepsDone: z.number(),
  backend: z.string(),
  adapter: z.string(),
  preset: z.string(),
  /** Null where the run goes to the end of its epochs. */
  steps: z.number().nullable(),
  config: z.looseObject({}),
  floors: numbers,
  /** Parameters of the student, images, and what else describes the run in numbers. */
  shape: numbers,
  /** At the end of the run. */
  metrics: numbers,
  /** `[epoch, value]`, one point an epoch at most. */
  curves: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
  /** What a metric is read against, such as the accuracy on raw pixels. */
  references: z.record(z.string(), z.array(referenceSchema)),
});

export type RunResult = z.infer<typeof resultSchema>;
export type RecordedReference = z.infer<typeof referenceSchema>;

/** How a run ended that measured something. */
export interface RunEnding {
  record: TrainRecord;
  stepsPerSecond: number | null;
  problem: string | undefined;
  seconds: number;
}

/** Undefined for a run that failed before its first step: it says nothing of its configuration. */
export function resultOf(run: PlannedRun, ending: RunEnding, from: Provenance): RunResult | undefined {
  const { record, problem, seconds, stepsPerSecond } = ending;
  const { device } = record;
  const [arm] = record.arms;
  const { shape, floors, steps } = arm;
  if (device === undefined || shape === undefined || steps.length === 0) return undefined;
  return {
    block: run.arm.block,
    arm: run.arm.name,
    seed: run.seed,
    outcome: problem === undefined ? 'finished' : 'failed',
    ...(problem !== undefined && { problem }),
    ...from,
    ended: new Date().toISOString(),
    seconds,
    stepsPerSecond,
    stepsDone: steps.length,
    backend: device.backend,
    adapter: device.adapter,
    preset: run.preset,
    steps: run.steps ?? null,
    config: run.config,
    floors: numbersOf(floors ?? {}),
    shape: numbersOf(shape),
    metrics: finalMetrics(arm),
    curves: epochCurves(arm),
    references: referencesOf(run, arm),
  };
}

/** The lines that the app's charts draw beside the curves of this run. */
function referencesOf(
  { config }: PlannedRun,
  { shape, floors }: ArmRecord,
): Record<string, RecordedReference[]> {
  const facts = factsOf({ config, shape: shape ?? null, floors: floors ?? null });
  return Object.fromEntries(
    questions
      .flatMap(({ metrics }) => metrics)
      .map(({ id, references }) => [
        id,
        references(facts)
          .filter(({ value }) => Number.isFinite(value))
          .map(({ label, value, distant }) => ({ label, value, ...(distant === true && { distant }) })),
      ]),
  );
}
