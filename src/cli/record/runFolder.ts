/** @file The folder that `npm run train -- --out` filled, read back. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { recordedArmSchema, recordedSettingsSchema, type RecordedRun } from '../../protocol/recordedRun.ts';
import { deviceSchema } from '../../protocol/device.ts';
import { UsageError } from '../command/failure.ts';
import { jsonOf, readJson, readLines } from '../command/readText.ts';
import { sceneLineSchema, sceneLogOf, type SceneLog } from './sceneLog.ts';

const provenanceSchema = z.object({
  commit: z.string().nullable(),
  changed: z.boolean(),
  command: z.string(),
  began: z.string(),
});

const summarySchema = z.object({
  /** Null where a checkpoint brought the configuration. */
  preset: z.string().nullable(),
  /** The file that the run started from. */
  from: z.string().nullable(),
});

const lineSchema = z.looseObject({ kind: z.string(), arm: z.string().optional() });

/** One line of `metrics.jsonl`. */
type Line = z.infer<typeof lineSchema>;

/**
 * Every record of a run, how to repeat it, and what it showed where that was kept.
 * @throws {UsageError} where the folder holds no run, or none to be shown: one that cannot be repeated from its
 *   commit and seed, or of which an arm has stopped
 */
export function readRunFolder(folder: string): Omit<RecordedRun, 'format'> & { log: SceneLog | undefined } {
  const inFolder = (name: string) => path.join(folder, name);
  const json = <T>(name: string, schema: z.ZodType<T>): T =>
    checked(
      readBack(() => readJson('file', inFolder(name))),
      schema,
      inFolder(name),
    );
  const { preset, from } = json('summary.json', summarySchema);
  const settings = json('config.json', recordedSettingsSchema);
  const { commit, changed, ...origin } = json('provenance.json', provenanceSchema);
  if (preset === null)
    throw new UsageError(`The run of ${folder} went on from a checkpoint; record one from its first step.`);
  if (from !== null)
    throw new UsageError(
      `The run of ${folder} started from the weights of ${from}, which the page would not have; record one from its seed.`,
    );
  if (commit === null || changed)
    throw new UsageError(
      `The run of ${folder} was computed with sources that are in no commit; commit them and train again.`,
    );
  const metrics = inFolder('metrics.jsonl');
  const lines = jsonLines(metrics).map((line) => checked(line, lineSchema, metrics));
  const stopped = lines.find(({ kind }) => kind === 'stopped');
  if (stopped !== undefined)
    throw new UsageError(`An arm of ${folder} stopped before its time; such a run is not shown.`);
  const device = lines.find(({ kind }) => kind === 'device');
  const scenes = inFolder('scenes.jsonl');
  const labels = [...new Set(lines.filter(({ kind }) => kind === 'shape').map(({ arm }) => arm))];
  return {
    preset,
    settings,
    commit,
    ...origin,
    device: checked(device, deviceSchema, metrics),
    log: existsSync(scenes)
      ? sceneLogOf(jsonLines(scenes).map((line) => checked(line, sceneLineSchema, scenes)))
      : undefined,
    arms: labels.map((label) =>
      armOf(
        lines.filter(({ arm }) => arm === label),
        metrics,
      ),
    ),
  };
}

/** The values of a file of lines of JSON. */
const jsonLines = (file: string): unknown[] =>
  readBack(() => readLines('file', file))
    .map((line, index) => ({ line, what: `Line ${index + 1} of ${file}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, what }) => readBack(() => jsonOf(line, what)));

function armOf(lines: readonly Line[], file: string) {
  const of = (kind: string) => lines.filter((line) => line.kind === kind);
  return checked(
    {
      shape: of('shape').at(-1),
      // They are told again once the slowest of them is measured.
      floors: of('floors').at(-1),
      steps: of('step'),
      epochs: of('epoch'),
      evaluations: of('evaluation'),
    },
    recordedArmSchema,
    file,
  );
}

/** @throws {UsageError} that says what was to be read, where `read` throws one */
function readBack<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} --from is a folder that --out filled.`);
  }
}

function checked<T>(value: unknown, schema: z.ZodType<T>, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new UsageError(`${file} is of no whole run: ${where === '' ? 'it' : where} is not as it should be.`);
}
