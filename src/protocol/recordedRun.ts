/**
 * @file A run that the command line recorded, for the page to play before anything is trained: what it measured,
 * where, and how to repeat it. Its records are stored by columns, which are a third of the size.
 */
import { z } from 'zod';
import type { Device, EpochRecord, EvaluationRecord, Floors, RunShape, StepRecord } from './protocol.ts';

const format = 'adasim-recorded-run/1';

const count = z.int().min(0);
const number = z.number();
const maybe = number.nullable();
/** Of what runs measured only later. */
const maybeLater = maybe.default(null);

const stepSchema = z.object({
  step: count,
  epoch: count,
  loss: number,
  lr: number,
  weightDecay: number,
  teacherMomentum: number,
  teacherTemperature: number,
  teacherEntropy: maybe,
  teacherStudentKL: maybe,
}) satisfies z.ZodType<StepRecord>;

const epochSchema = z.object({
  epoch: count,
  step: count,
  nnAccuracyTop1: number,
  nnAccuracyTop2: number,
  nnSelfAccuracyTop1: number,
  nnSelfAccuracyTop2: number,
  nnRatioSelf: number,
  gateOpenShare: number,
  bootstrappedShare: number,
  bootstrappedPurity: maybe,
}) satisfies z.ZodType<EpochRecord>;

const evaluationSchema = z.object({
  step: count,
  epoch: count,
  knnAccuracy: number,
  linearProbe: number,
  retrieval: maybe,
  transferKnn: maybeLater,
  transferProbe: maybeLater,
  rankMe: number,
  featureStd: number,
  covarianceSpectrum: z.array(number),
  alphaReq: maybe,
  lidar: number,
  alignment: number,
  uniformity: number,
  marginalEntropy: maybe,
  mutualInformation: maybe,
}) satisfies z.ZodType<EvaluationRecord>;

const shapeSchema = z.object({
  stepsPerEpoch: count.min(1),
  totalSteps: count,
  featureDim: count,
  prototypes: count,
  parameters: count,
  classNames: z.array(z.string()),
  trainImages: count,
  testImages: count,
}) satisfies z.ZodType<RunShape>;

const floorsSchema = z.object({
  knnRawPixels: maybe,
  knnUntrained: number,
  linearProbeRawPixels: maybe,
  linearProbeUntrained: number,
  retrievalRawPixels: maybe,
  retrievalUntrained: maybe,
  retrievalChance: maybe,
  retrievalImages: maybeLater,
  transferKnnRawPixels: maybeLater,
  transferKnnUntrained: maybeLater,
  transferProbeRawPixels: maybeLater,
  transferProbeUntrained: maybeLater,
  transferChance: maybeLater,
  chance: number,
  rankMeUntrained: maybeLater,
}) satisfies z.ZodType<Floors>;

export const recordedDeviceSchema = z.object({
  backend: z.enum(['webgpu', 'wasm', 'cpu']),
  adapter: z.string(),
  software: z.boolean(),
  threads: count,
  reason: z.string(),
}) satisfies z.ZodType<Device>;

/** What one arm measured. */
export const recordedArmSchema = z.object({
  shape: shapeSchema,
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
  device: recordedDeviceSchema,
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
