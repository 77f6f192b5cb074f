/** @file Whether features have learnt something: their accuracies against what they are without training. */
import { holds } from './latch.ts';

/** What is asked of the features, in the order in which it is told. */
export const accuracyNames = ['knnAccuracy', 'linearProbe', 'retrieval'] as const;
export type AccuracyName = (typeof accuracyNames)[number];

/** An accuracy without training; null where it is not measured, or not yet. */
export interface AccuracyFloors {
  untrained: number | null;
  pixels: number | null;
  chance: number | null;
  /** Held-out images that are asked. */
  images: number;
}

/** How far an accuracy has come: not above the untrained network and chance, above those, above raw pixels too. */
export type LearningLevel = 'unlearnt' | 'learning' | 'healthy';

/** One accuracy at its newest evaluation, and what it was held against. */
export interface Standing extends AccuracyFloors {
  measure: AccuracyName;
  value: number;
  level: LearningLevel;
}

/**
 * In errors of the difference. The images are the same, so that networks which have many of them in common differ by
 * chance less than the error of unpaired accuracies says: it is on the safe side.
 */
const above = { on: 2, off: 1, inARow: 2, sure: 4 };

const levels: readonly LearningLevel[] = ['unlearnt', 'learning', 'healthy'];

/**
 * The accuracy that has come furthest; of several the first.
 * @param values of each evaluation after the untrained one, the oldest first
 */
export function standingOf(
  values: readonly Readonly<Record<AccuracyName, number | null>>[],
  floors: Readonly<Record<AccuracyName, AccuracyFloors>>,
): Standing | undefined {
  return accuracyNames
    .flatMap((name) => standing(name, floors[name], values))
    .reduce<Standing | undefined>(
      (best, one) =>
        best === undefined || levels.indexOf(one.level) > levels.indexOf(best.level) ? one : best,
      undefined,
    );
}

function standing(
  measure: AccuracyName,
  floors: AccuracyFloors,
  evaluations: readonly Readonly<Record<AccuracyName, number | null>>[],
): Standing[] {
  const values = evaluations.flatMap(({ [measure]: value }) => value ?? []);
  const value = values.at(-1);
  const { untrained, pixels, chance, images } = floors;
  if (value === undefined || untrained === null) return [];
  const exceeds = (floor: number): boolean =>
    holds(
      values.map((one) => (one - floor) / differenceError(one, floor, images)),
      above,
    );
  const learnt = exceeds(Math.max(untrained, chance ?? 0));
  const healthy = learnt && pixels !== null && exceeds(pixels);
  return [{ ...floors, measure, value, level: healthy ? 'healthy' : learnt ? 'learning' : 'unlearnt' }];
}

/** Standard error of the difference of two accuracies, as if each had been asked of `images` images of its own. */
export const differenceError = (one: number, other: number, images: number): number =>
  Math.sqrt((one * (1 - one) + other * (1 - other)) / images);
