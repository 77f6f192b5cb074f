/**
 * @file What state a run is in, by its own figures and by an arm without neighbours beside it: whether it has
 * collapsed and which guard it lacked, whether it falls behind, whether it has learnt (METHOD section 5). All
 * evaluations so far are looked at, and a verdict takes more to change than noise.
 */
import { collapseOf, type Collapse, type Spread, type SpreadBounds } from './collapseSigns.ts';
import type { Guard } from './guards.ts';
import { holds } from './latch.ts';
import {
  standingOf,
  type AccuracyFloors,
  type AccuracyName,
  type LearningLevel,
  type Standing,
} from './learningSigns.ts';

/** Figures of one evaluation of a trained network. */
export interface Vitals extends Spread, Readonly<Record<AccuracyName, number | null>> {
  /** Epochs done. */
  epoch: number;
}

/** What they are held against. */
export interface RunGrounds extends SpreadBounds {
  /** Epochs over which the learning rate rises. */
  warmupEpochs: number;
  floors: Readonly<Record<AccuracyName, AccuracyFloors>>;
  guardsOff: readonly Guard[];
}

/** k-NN accuracy of a run and of the arm without neighbours, both after the same steps and on the same images. */
export interface Comparison {
  value: number;
  baseline: number;
  /** Standard error of their difference. */
  error: number;
}

export type Condition = 'early' | Collapse | 'behind' | LearningLevel;

/** One figure, and what it was held against. */
export interface EvidenceFigure {
  measure: 'epoch' | 'marginalEntropy' | 'teacherEntropy' | 'mutualInformation' | 'rankMe' | 'featureStd';
  value: number;
  against: number;
}

/** What a verdict rests on. */
export type Evidence = EvidenceFigure | Standing | ({ measure: 'behind' } & Comparison);

export interface Diagnosis {
  verdict: Condition;
  /** The guard that was taken away, where the verdict is what it guards against. */
  cause: Guard | null;
  evidence: readonly Evidence[];
}

/** Epochs after the warm-up before which a network that has learnt nothing may yet. */
const SETTLING_EPOCHS = 3;

/** In errors of the difference. */
const worse = { on: 2, off: 1, inARow: 3 };

/** What each guard keeps away, the likeliest first. */
const guardsAgainst: Partial<Record<Condition, readonly Guard[]>> = {
  uniform: ['sharpening', 'gate', 'centring', 'teacher'],
  'one-hot': ['centring', 'teacher', 'sharpening', 'gate'],
  constant: ['stop-gradient', 'teacher', 'centring', 'sharpening', 'gate'],
  dimensional: ['stop-gradient', 'teacher', 'centring', 'sharpening', 'gate'],
  behind: ['gate'],
  unlearnt: ['stop-gradient', 'centring', 'sharpening', 'teacher', 'gate'],
};

/**
 * The first that applies, the gravest first: collapsed, behind, learnt or not. A collapse that a missing guard
 * explains is told at the first evaluation that shows it, any other at the second.
 * @param history of each evaluation after the untrained one, the oldest first
 * @param compared with the arm without neighbours, as far as both were evaluated; empty where there is none
 */
export function diagnose(
  history: readonly Vitals[],
  grounds: RunGrounds,
  compared: readonly Comparison[] = [],
): Diagnosis {
  const last = history.at(-1);
  const collapse = collapseOf(history, grounds, (one) => (causeOf(one, grounds) === null ? 2 : 1));
  if (last !== undefined && collapse !== undefined)
    return because(collapse, grounds, evidenceOf[collapse](last, grounds));
  const comparison = compared.at(-1);
  if (comparison !== undefined && isBehind(compared))
    return because('behind', grounds, [{ measure: 'behind', ...comparison }]);
  const standing = standingOf(history, grounds.floors);
  const earliest = grounds.warmupEpochs + SETTLING_EPOCHS;
  const epoch = last?.epoch ?? 0;
  if ((standing === undefined || standing.level === 'unlearnt') && epoch < earliest)
    return because('early', grounds, [{ measure: 'epoch', value: epoch, against: earliest }]);
  return because(standing?.level ?? 'unlearnt', grounds, standing === undefined ? [] : [standing]);
}

const causeOf = (verdict: Condition, { guardsOff }: RunGrounds): Guard | null =>
  guardsAgainst[verdict]?.find((guard) => guardsOff.includes(guard)) ?? null;

const because = (verdict: Condition, grounds: RunGrounds, evidence: readonly Evidence[]): Diagnosis => ({
  verdict,
  cause: causeOf(verdict, grounds),
  evidence,
});

const isBehind = (compared: readonly Comparison[]): boolean =>
  holds(
    compared.map(({ value, baseline, error }) => (baseline - value) / error),
    worse,
  );

const evidenceOf: Record<Collapse, (last: Vitals, grounds: RunGrounds) => EvidenceFigure[]> = {
  uniform: ({ marginalEntropy, mutualInformation }, { prototypes }) => [
    {
      measure: 'teacherEntropy',
      value: (marginalEntropy ?? 0) - (mutualInformation ?? 0),
      against: Math.log(prototypes ?? 1),
    },
    { measure: 'mutualInformation', value: mutualInformation ?? 0, against: 0 },
  ],
  'one-hot': ({ marginalEntropy }, { prototypes }) => [
    { measure: 'marginalEntropy', value: marginalEntropy ?? 0, against: Math.log(prototypes ?? 1) },
  ],
  constant: ({ featureStd }, { featureDim }) => [
    { measure: 'featureStd', value: featureStd, against: 1 / Math.sqrt(featureDim) },
  ],
  dimensional: ({ rankMe }, { rankMeUntrained }) => [
    { measure: 'rankMe', value: rankMe, against: rankMeUntrained ?? 0 },
  ],
};
