/**
 * @file What state a run is in, from its own figures: the ways in which self-distillation collapses, and whether it
 * has learnt. DINO (arXiv 2104.14294, section 5.3) tells its two collapses by the teacher's entropy, at either end
 * of its range; that a sharp teacher says the same of every image, and is not just sure of itself, is told by the
 * mutual information. SimSiam (2011.10566, section 4.1) tells constant features by their spread; dimensional
 * collapse (2110.09348) is told by the effective rank (2210.02885).
 */

/** Figures of a run at its last evaluation. */
export interface Vitals {
  /** Epochs done. */
  epoch: number;
  /** Epochs over which the learning rate rises. */
  warmupEpochs: number;
  /** H(mean p_t) and H(mean p_t) − mean h(p_t); null for methods without a teacher's distribution. */
  marginalEntropy: number | null;
  mutualInformation: number | null;
  /** K; null where there are none. */
  prototypes: number | null;
  /** Of held-out features, of the network now and untrained. */
  rankMe: number;
  rankMeUntrained: number;
  /** Mean standard deviation per dimension of the normalised features. */
  featureStd: number;
  /** d. */
  featureDim: number;
  knnAccuracy: number;
  knnUntrained: number;
}

export type Condition = 'early' | 'uniform' | 'one-hot' | 'constant' | 'dimensional' | 'unlearnt' | 'healthy';

/** One figure, and what it was held against. */
export interface Evidence {
  measure: 'epoch' | 'teacherEntropy' | 'mutualInformation' | 'rankMe' | 'featureStd' | 'knnAccuracy';
  value: number;
  against: number;
}

export interface Diagnosis {
  verdict: Condition;
  evidence: readonly Evidence[];
}

/** Epochs after the warm-up before which a network still looks like its initialisation. */
const SETTLING_EPOCHS = 3;

/** Within this share of ln K of an end of its range, the teacher's distribution is at that end. */
const ENTROPY_MARGIN = 0.02;

/** Below this share of ln K the teacher's answers say nothing about which image it was asked of. */
const INFORMATION_SHARE = 0.01;

/** Features that point anywhere spread by 1/√d; below a tenth of that they all point one way. */
const STD_SHARE = 0.1;

/** Training lowers the rank of random features by itself; a quarter of it is beyond what it does for good. */
const RANK_SHARE = 0.25;

/** About the standard error of an accuracy that is measured on a thousand images. */
const ACCURACY_MARGIN = 0.02;

/** The first that applies, the gravest first: outputs that say nothing, features that do, features that say little. */
export function diagnose(vitals: Vitals): Diagnosis {
  const { epoch, warmupEpochs } = vitals;
  const earliest = warmupEpochs + SETTLING_EPOCHS;
  if (epoch < earliest)
    return { verdict: 'early', evidence: [{ measure: 'epoch', value: epoch, against: earliest }] };
  return ofOutputs(vitals) ?? ofFeatures(vitals) ?? ofLearning(vitals);
}

/** The two collapses of a teacher's distribution. */
function ofOutputs({ marginalEntropy, mutualInformation, prototypes }: Vitals): Diagnosis | undefined {
  if (marginalEntropy === null || mutualInformation === null || prototypes === null) return undefined;
  const most = Math.log(prototypes);
  if (mutualInformation > INFORMATION_SHARE * most) return undefined;
  const entropy = marginalEntropy - mutualInformation;
  const evidence = (against: number): Evidence[] => [
    { measure: 'teacherEntropy', value: entropy, against },
    { measure: 'mutualInformation', value: mutualInformation, against: 0 },
  ];
  if (entropy >= (1 - ENTROPY_MARGIN) * most) return { verdict: 'uniform', evidence: evidence(most) };
  if (entropy <= ENTROPY_MARGIN * most) return { verdict: 'one-hot', evidence: evidence(0) };
  return undefined;
}

function ofFeatures({ featureStd, featureDim, rankMe, rankMeUntrained }: Vitals): Diagnosis | undefined {
  const spread = 1 / Math.sqrt(featureDim);
  if (featureStd <= STD_SHARE * spread)
    return {
      verdict: 'constant',
      evidence: [{ measure: 'featureStd', value: featureStd, against: spread }],
    };
  if (rankMe <= RANK_SHARE * rankMeUntrained)
    return {
      verdict: 'dimensional',
      evidence: [{ measure: 'rankMe', value: rankMe, against: rankMeUntrained }],
    };
  return undefined;
}

function ofLearning({ knnAccuracy, knnUntrained, rankMe, featureDim }: Vitals): Diagnosis {
  const learnt = knnAccuracy >= knnUntrained + ACCURACY_MARGIN;
  return {
    verdict: learnt ? 'healthy' : 'unlearnt',
    evidence: [
      { measure: 'knnAccuracy', value: knnAccuracy, against: knnUntrained },
      { measure: 'rankMe', value: rankMe, against: featureDim },
    ],
  };
}
