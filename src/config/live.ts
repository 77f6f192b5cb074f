/** @file Settings that apply to a run under way, without a restart: this list is the one place that says which. */
import { leafAt, sameLeaf, withValue } from './paths.ts';
import type { ExperimentConfig } from './schema.ts';

/**
 * From when on a new value counts, by dotted path. The form, the page, the worker and the checkpoints all follow; the
 * trainer must heed the setting. Positives are chosen once an epoch.
 */
export const liveFrom = {
  'bootstrap.policy': 'epoch',
  'bootstrap.temperature': 'epoch',
  'optimizer.lr': 'step',
} as const;

export type LivePath = keyof typeof liveFrom;

export const livePaths = Object.keys(liveFrom) as LivePath[];

type ValueAt<Tree, Path extends string> = Path extends `${infer Key}.${infer Rest}`
  ? Key extends keyof Tree
    ? ValueAt<Tree[Key], Rest>
    : never
  : Path extends keyof Tree
    ? Tree[Path]
    : never;

/** New values of live settings, by path. */
export type LiveSettings = { readonly [Path in LivePath]?: ValueAt<ExperimentConfig, Path> };

export const isLive = (path: string): path is LivePath => Object.hasOwn(liveFrom, path);

/** Under `naive`, InfoNCE has a queue and a predictor, and else has neither; a run keeps to what it began with. */
const needsOtherNetwork = (before: ExperimentConfig, after: ExperimentConfig): boolean =>
  before.method === 'infonce' &&
  (before.bootstrap.policy === 'naive') !== (after.bootstrap.policy === 'naive');

/**
 * The live settings in which `after` differs from `before` and that a run can take over, as they are in `after`;
 * undefined where in none.
 */
export function liveChanges(before: ExperimentConfig, after: ExperimentConfig): LiveSettings | undefined {
  const changes = livePaths
    .map((path) => [path, leafAt(after, path)] as const)
    .filter(([path, value]) => value !== undefined && !sameLeaf(leafAt(before, path), value))
    .filter(([path]) => path !== 'bootstrap.policy' || !needsOtherNetwork(before, after));
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}

/** All that was tuned, in the order of the list: files of the same run are then the same to the last byte. */
export const tunedFurther = (before: LiveSettings, settings: LiveSettings): LiveSettings => {
  const all = new Map(Object.entries({ ...before, ...settings }));
  return Object.fromEntries(livePaths.filter((path) => all.has(path)).map((path) => [path, all.get(path)]));
};

/** The configuration that a run follows which began with `config` and was tuned since. */
export const withLive = (config: ExperimentConfig, settings: LiveSettings): ExperimentConfig =>
  Object.entries(settings).reduce<unknown>(
    (tuned, [path, value]) => withValue(tuned, path, value),
    config,
  ) as ExperimentConfig;
