/**
 * @file A run that the command line recorded, for the page to play before anything is trained: what it measured,
 * where, and how to repeat it. Its records are stored by columns, which are a third of the size.
 */
import { z } from 'zod';
import { deviceSchema } from './device.ts';
import { epochSchema, evaluationSchema, floorsSchema, runShapeSchema, stepSchema } from './records.ts';

const format = 'adasim-recorded-run/1';

const count = z.int().min(0);

/** Of a file beside that of the curves. */
const fileName = z.string().regex(/^[\w.-]+$/);

/** What one arm measured. */
export const recordedArmSchema = z.object({
  shape: runShapeSchema,
  floors: floorsSchema,
  steps: z.array(stepSchema),
  epochs: z.array(epochSchema),
  evaluations: z.array(evaluationSchema),
});
export type RecordedArm = z.infer<typeof recordedArmSchema>;

/** Records of one kind, by columns in the file. */
const table = <Row extends z.ZodObject>(row: Row) =>
  z.record(z.string(), z.array(z.unknown())).transform(rowsOf).pipe(z.array(row));

/** The whole experiment, as a settings file holds it. */
export const recordedSettingsSchema = z.looseObject({
  seed: count,
  arms: z.array(z.string()).optional(),
});

const recordedRunSchema = z.object({
  format: z.literal(format),
  preset: z.string(),
  settings: recordedSettingsSchema,
  /** Of the sources that computed it. */
  commit: z.string(),
  /** As it was typed. */
  command: z.string(),
  /** When it began. */
  began: z.iso.datetime(),
  device: deviceSchema,
  /** What it has to show besides curves: a file of `recordedScenes.ts`, and the sprites of its images and views. */
  scenes: z.object({ data: fileName, images: fileName, views: fileName }).exactOptional(),
  arms: z
    .array(
      recordedArmSchema
        .extend({
          steps: table(stepSchema),
          epochs: table(epochSchema),
          evaluations: table(evaluationSchema),
        })
        .transform(withUntrainedRank),
    )
    .min(1),
});

/** Earlier recordings tell the untrained network's rank by their first evaluation alone. */
function withUntrainedRank(arm: RecordedArm): RecordedArm {
  const [first] = arm.evaluations;
  const rankMeUntrained = arm.floors.rankMeUntrained ?? first?.rankMe ?? null;
  return { ...arm, floors: { ...arm.floors, rankMeUntrained } };
}

export type RecordedRun = z.infer<typeof recordedRunSchema>;

/**
 * Reads what `recordedRunJson` wrote.
 * @throws where the text is anything else
 */
export const parseRecordedRun = (text: string): RecordedRun => recordedRunSchema.parse(JSON.parse(text));

/** The content of the file. */
export const recordedRunJson = ({ arms, ...run }: Omit<RecordedRun, 'format'>): string =>
  JSON.stringify({
    format,
    ...run,
    arms: arms.map(({ steps, epochs, evaluations, ...arm }) => ({
      ...arm,
      steps: columnsOf(steps),
      epochs: columnsOf(epochs),
      evaluations: columnsOf(evaluations),
    })),
  });

type Columns = Record<string, unknown[]>;

function columnsOf(rows: readonly object[]): Columns {
  const columns: Columns = {};
  for (const row of rows) for (const [name, value] of Object.entries(row)) (columns[name] ??= []).push(value);
  return columns;
}

function rowsOf(columns: Columns): Record<string, unknown>[] {
  const length = Math.max(0, ...Object.values(columns).map((column) => column.length));
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[index]])),
  );
}
