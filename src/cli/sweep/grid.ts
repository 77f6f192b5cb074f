/** @file The file of a sweep: which settings are varied, over which seeds, and what is told of the runs. */
import { z } from 'zod';
import { shown } from '../../config/parse.ts';
import { jsonPath } from '../../formats/jsonPath.ts';
import { UsageError } from '../command/failure.ts';
import { jsonOf } from '../command/readText.ts';

const text = z.string({ error: 'must be a text' }).trim().min(1, { error: 'must not be empty' });
const list = <T extends z.ZodType>(entry: T, of: string) =>
  z
    .array(entry, { error: `must be a list of ${of}` })
    .min(1, { error: `must have one of the ${of} at least` });
const group = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, {
    // What is wrong inside of it is told there.
    error: ({ code }) => (code === 'invalid_type' ? 'must be a group in braces' : undefined),
  });

const settingKinds = { error: 'must be a number, a text, true, false or a list of numbers' };
/** Settings by dotted path, as `--set` takes them. */
const settings = z.record(
  z.string(),
  z.union(
    [z.number(settingKinds), z.string(), z.boolean(), z.array(z.number(settingKinds), settingKinds)],
    settingKinds,
  ),
  { error: 'must be a group of settings, such as { "bootstrap.topK": 8 }' },
);

const MOST_SEEDS = 1000;
const seedKinds = {
  error: `must be how many seeds there are, up to ${MOST_SEEDS}, which are then 1, 2, 3…, or a list of seeds`,
};
const seeds = z.union(
  [
    z
      .int(seedKinds)
      .min(1, seedKinds)
      .max(MOST_SEEDS, seedKinds)
      .transform((count) => Array.from({ length: count }, (_, index) => index + 1)),
    z
      .array(z.int(seedKinds).min(0, seedKinds).max(4_294_967_295, seedKinds), seedKinds)
      .min(1, seedKinds)
      .max(MOST_SEEDS, seedKinds),
  ],
  seedKinds,
);

const axis = group({
  /** What is varied: "policy". */
  name: text,
  values: list(group({ label: text, set: settings }), 'values'),
});

const block = group({
  title: text,
  /** One sentence on what it is for. */
  about: text.optional(),
  set: settings.optional(),
  /** Every value of each is combined with every value of the others. */
  axes: list(axis, 'axes'),
  seeds: seeds.optional(),
});

const gridSchema = group({
  title: text,
  about: text,
  preset: text,
  /** On top of the preset, in every block. */
  set: settings.optional(),
  /** Of blocks that say nothing else. */
  seeds,
  /** Stop after so many steps instead of after all epochs; schedules stay those of the epochs. */
  steps: z
    .int({ error: 'must be a whole number of steps' })
    .min(1, { error: 'must be 1 or more' })
    .optional(),
  blocks: list(block, 'blocks'),
  /** Metrics in the columns of the table, by the names they have in the results. */
  table: list(text, 'metrics'),
  /** Metrics that are drawn over the epochs. */
  curves: z.array(text, { error: 'must be a list of metrics' }).default([]),
  /** The axis whose values are the lines of a plot; the others are plots of their own. The last unless told. */
  lines: text.optional(),
});

export type Grid = z.infer<typeof gridSchema>;
export type GridBlock = Grid['blocks'][number];
export type Settings = z.infer<typeof settings>;

/**
 * The grid that a file's text holds.
 * @throws {UsageError} in one sentence that names the file, the entry at fault and what it must be
 */
export function parseGrid(content: string, file: string): Grid {
  const input = jsonOf(content, `The grid ${file}`);
  const result = gridSchema.safeParse(input);
  if (!result.success) throw new UsageError(`In ${file}: ${sentence(result.error.issues[0], input)}`);
  const problem = ambiguity(result.data);
  if (problem !== undefined) throw new UsageError(`In ${file}: ${problem}`);
  return result.data;
}

function sentence(issue: z.core.$ZodIssue | undefined, input: unknown): string {
  if (issue === undefined) return 'it cannot be read.';
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return `there is no entry called ${jsonPath([...path, issue.keys[0] ?? ''])}.`;
  if (path.length === 0) return `it must hold a JSON object, not ${shown(input)}.`;
  const value = path.reduce<unknown>(member, input);
  if (value === undefined) return `${jsonPath(path)} is missing; it ${issue.message}.`;
  return `${jsonPath(path)} is ${shown(value)}, but it ${issue.message}.`;
}

function member(here: unknown, key: string | number): unknown {
  if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
  return Object.entries(here).find(([name]) => name === String(key))?.[1];
}

/** Two things of one name, or an axis that is not there. */
function ambiguity({ blocks, lines }: Grid): string | undefined {
  const twice = repeated(blocks.map(({ title }) => title));
  if (twice !== undefined) return `two blocks are called "${twice}".`;
  for (const { title, axes } of blocks) {
    const name = repeated(axes.map((one) => one.name));
    if (name !== undefined) return `the block "${title}" has two axes called "${name}".`;
    for (const { name: of, values } of axes) {
      const label = repeated(values.map((value) => value.label));
      if (label !== undefined)
        return `the axis "${of}" of the block "${title}" has two values called "${label}".`;
    }
  }
  if (lines !== undefined && !blocks.some(({ axes }) => axes.some(({ name }) => name === lines)))
    return `lines is "${lines}", but no block has an axis of that name.`;
  return undefined;
}

const repeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index);
