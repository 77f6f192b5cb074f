/**
 * @file An experiment is one run, or up to four that are trained in lockstep, its arms. They see the same images
 * in the same order and the same views of them, so that what differs between their curves is what was varied.
 */
import { ConfigError } from './error.ts';
import { leaves, leafAt, sameLeaf } from './paths.ts';
import type { ExperimentConfig } from './schema.ts';

/** One run of an experiment. */
export interface ArmSettings {
  /** What the person calls it; without one it is named after what sets it apart (`armLabels.ts`). */
  readonly label?: string | undefined;
  readonly config: ExperimentConfig;
}

/** The runs of an experiment: one, or several to compare. The first is what the others are told apart from. */
export type Arms = readonly [ArmSettings, ...ArmSettings[]];

/** More lines than this cannot be told apart in a small chart. */
export const MOST_ARMS = 4;

export const LONGEST_LABEL = 24;

/** What lockstep rests on: other images, views or batches would be other experiments. */
const sharedSettings = ['seed', 'data', 'batchSize', 'epochs', 'augmentation', 'evaluation'];

/** Whether arms may differ in the setting at `path`. */
export const mayDiffer = (path: string): boolean =>
  !sharedSettings.some((shared) => path === shared || path.startsWith(`${shared}.`));

/** The settings in which arms differ that both have; another backbone has other settings, which are no difference. */
export function differingPaths(arms: readonly ArmSettings[]): string[] {
  const paths = new Set(arms.flatMap(({ config }) => leaves(config).map(([path]) => path)));
  return [...paths].filter((path) => {
    const values = arms.map(({ config }) => leafAt(config, path)).filter((value) => value !== undefined);
    return values.some((value) => !sameLeaf(value, values[0]));
  });
}

/**
 * The arms, if they can be trained in lockstep.
 * @throws ConfigError that says what keeps them from it
 */
export function checkArms(arms: readonly ArmSettings[]): Arms {
  const [first, ...others] = arms;
  if (first === undefined || arms.length > MOST_ARMS)
    throw new ConfigError(`There are ${arms.length} arms, but an experiment has 1 to ${MOST_ARMS}.`, 'arm');
  const apart = differingPaths(arms).find((path) => !mayDiffer(path));
  if (apart !== undefined)
    throw new ConfigError(
      `${apart} differs between the arms, but they share seed, images, batches, views, epochs and evaluation.`,
      apart,
    );
  for (const { label } of arms) if (label !== undefined) checkLabel(label);
  return [first, ...others];
}

function checkLabel(label: string): void {
  if (label.trim() === '' || label.length > LONGEST_LABEL || label.includes(';'))
    throw new ConfigError(
      `An arm is labelled "${label}", but a label must have 1 to ${LONGEST_LABEL} characters and no semicolon.`,
      'label',
    );
}
