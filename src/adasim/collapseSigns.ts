/**
 * @file The ways in which self-distillation collapses, as a measure of each: above 1 it has. DINO (arXiv 2104.14294,
 * section 5.3) tells its two by the teacher's entropy, at either end of its range; that a teacher says the same of
 * every image, and is not just sure of itself, is told by the entropy of its mean answer and by the mutual
 * information. SimSiam (2011.10566, section 4.1) tells constant features by their spread; dimensional collapse
 * (2110.09348) is told by the effective rank (2210.02885).
 */
import { holds } from './latch.ts';

/** The gravest first: outputs that say nothing, features that do, features that say little. */
export const collapses = ['uniform', 'one-hot', 'constant', 'dimensional'] as const;
export type Collapse = (typeof collapses)[number];

/** Figures of one evaluation. */
export interface Spread {
  /** H(mean p_t) and H(mean p_t) − mean h(p_t); null for methods without a teacher's distribution. */
  marginalEntropy: number | null;
  mutualInformation: number | null;
  /** Of held-out features. */
  rankMe: number;
  /** Mean standard deviation per dimension of the normalised features. */
  featureStd: number;
}

/** What those figures are held against. */
export interface SpreadBounds {
  /** K; null where there are none. */
  prototypes: number | null;
  /** d. */
  featureDim: number;
  /** Of the untrained network; null where that was not evaluated. */
  rankMeUntrained: number | null;
  featureStdUntrained: number | null;
}

/** Within this share of ln K of its end, the teacher's entropy is there. */
const ENTROPY_MARGIN = 0.02;

/** Below this share of ln K the teacher's answers say nothing about which image it was asked of. */
const INFORMATION_SHARE = 0.01;

/** Below this share of ln K the mean answer has room for hardly more than one prototype: of 256 for three. */
const MARGINAL_SHARE = 0.2;

/** Features that point anywhere spread by 1/√d; below a tenth of that they all point one way. */
const STD_SHARE = 0.1;

/** Some networks are close to that before they are trained; it is a collapse where training made it half of that. */
const STD_LOST = 0.5;

/** Training lowers the rank of random features by itself; a quarter of it is beyond what it does for good. */
const RANK_SHARE = 0.25;

/** A collapse is over where its measure is below two thirds of what begins it. */
const OVER = 2 / 3;

const severity: Record<Collapse, (spread: Spread, bounds: SpreadBounds) => number> = {
  uniform: ({ marginalEntropy, mutualInformation }, { prototypes }) => {
    if (marginalEntropy === null || mutualInformation === null || prototypes === null) return 0;
    const most = Math.log(prototypes);
    const missing = most - (marginalEntropy - mutualInformation);
    return Math.min(
      (ENTROPY_MARGIN * most) / Math.max(missing, 0),
      (INFORMATION_SHARE * most) / Math.max(mutualInformation, 0),
    );
  },
  'one-hot': ({ marginalEntropy }, { prototypes }) =>
    marginalEntropy === null || prototypes === null
      ? 0
      : (MARGINAL_SHARE * Math.log(prototypes)) / Math.max(marginalEntropy, 0),
  constant: ({ featureStd }, { featureDim, featureStdUntrained }) =>
    Math.min(
      STD_SHARE / Math.sqrt(featureDim) / featureStd,
      featureStdUntrained === null ? Infinity : (STD_LOST * featureStdUntrained) / featureStd,
    ),
  dimensional: ({ rankMe }, { rankMeUntrained }) =>
    rankMeUntrained === null ? 0 : (RANK_SHARE * rankMeUntrained) / rankMe,
};

/**
 * The gravest collapse that holds after these evaluations.
 * @param history of each evaluation after the untrained one, the oldest first
 * @param inARow evaluations that it takes to be sure
 */
export const collapseOf = (
  history: readonly Spread[],
  bounds: SpreadBounds,
  inARow: (collapse: Collapse) => number,
): Collapse | undefined =>
  collapses.find((collapse) =>
    holds(
      history.map((spread) => severity[collapse](spread, bounds)),
      { on: 1, off: OVER, inARow: inARow(collapse) },
    ),
  );
