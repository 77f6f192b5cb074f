/** @file Is it collapsing? How much of their space the features use, and what the teacher still says. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Declarations, Dimensions } from '../declaration.ts';
import { count, fixed, short } from '../format.ts';
import { one, uniform, zero } from '../references.ts';

/** Only DINO's teacher answers with a distribution over prototypes. */
const isDino = ({ method }: ExperimentConfig): boolean => method === 'dino';

/** How many of the values, from the first on, sum up to `share` of all. */
function directionsHolding(share: number, values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  let held = 0;
  return 1 + values.findIndex((value) => (held += value) >= share * total);
}

export const collapsing = {
  /**
   * [2210.02885](https://arxiv.org/abs/2210.02885): σ the singular values of Z, not centred; `exp(−Σ p ln p)`,
   * `p = σ / Σσ + 1e-7`
   *
   * @collapse → 1
   */
  rankMe: {
    from: 'evaluations',
    holds: 'number',
    label: 'RankMe',
    line: 'how many feature dimensions are in use',
    help: 'How many of the feature dimensions are in use. It falls to 1 in a collapse.',
    format: short,
    references: one('collapsed'),
    floors: { untrained: 'rankMeUntrained' },
    result: { title: 'RankMe', of: () => 'dimensions' },
    epochLine: 'RankMe',
  },
  /**
   * mean over dimensions of the unbiased standard deviation of ẑ; healthy is near 1/√d (2011.10566, section 4.1)
   *
   * @collapse → 0
   */
  featureStd: {
    from: 'evaluations',
    holds: 'number',
    label: 'feature std',
    line: 'spread of the normalised features',
    help: 'Spread of the normalised features. Healthy is near 1/√d; 0 means that every image looks the same.',
    format: (value: number) => fixed(value, 3),
    references: ({ featureDim }: Dimensions) => [
      { label: '1/√d', brief: '1/√d', value: 1 / Math.sqrt(featureDim) },
      { label: 'constant', brief: '0', value: 0 },
    ],
  },
  /**
   * singular values of the unbiased cov(ẑ), descending, `[d]` ([2110.09348](https://arxiv.org/abs/2110.09348));
   * the number beside its name counts the leading ones that hold 99 % of the sum
   *
   * @collapse a cliff: dimensional collapse
   */
  covarianceSpectrum: {
    from: 'evaluations',
    holds: 'numbers',
    label: 'spectrum',
    line: 'variance along each direction',
    help: 'Variance of the normalised features along their principal directions, the largest first; dotted, at the start. A cliff means that nothing varies beyond it: dimensional collapse. (In a ViT the last one is always nothing: LayerNorm takes the mean away.) The number counts the directions that hold 99 % of the variance.',
    format: count,
    profile: {
      over: 'direction',
      summary: (values: readonly number[]) => directionsHolding(0.99, values),
    },
  },
  /**
   * `dino`: mean over the 2B rows of h(p_t) = −Σ p ln p
   *
   * @collapse 0 (one-hot) or ln K (uniform)
   */
  teacherEntropy: {
    from: 'steps',
    holds: 'number?',
    label: 'teacher entropy',
    line: 'how undecided the teacher is',
    help: 'How undecided the teacher is between its prototypes. Collapse drives it to ln K (uniform) or to 0 (one-hot).',
    format: short,
    references: (dimensions: Dimensions) => [...uniform(dimensions), ...zero('one-hot')()],
    when: isDino,
  },
  /**
   * `dino`: loss − `teacherEntropy`, the mean KL(p_t ‖ q) of a view with the other one
   *
   * @collapse → 0
   */
  teacherStudentKL: {
    from: 'steps',
    holds: 'number?',
    label: 'teacher–student KL',
    brief: 'KL',
    line: 'how far the student is from the teacher',
    help: 'How far the student is from the teacher. At 0 there is nothing left to learn from.',
    format: short,
    references: zero('no signal'),
    when: isDino,
  },
  /**
   * [2312.04000](https://arxiv.org/abs/2312.04000), of those images' q = 4 views each, n images: S_b the
   * unbiased covariance of the images' means, S_w the scatter about them over n(q − 1), plus 1e-4 I; λ the
   * eigenvalues of `S_w^(−½) S_b S_w^(−½)`; `exp(−Σ p ln p)`, `p = (λ + 1e-8) / Σλ`
   *
   * @collapse no warning: where nothing tells images apart, their means still differ by the views' scatter over q, in
   * every direction alike, and it stays high; low where few directions tell them apart, 1 where all features are equal
   */
  lidar: {
    from: 'evaluations',
    holds: 'number',
    label: 'LiDAR',
    line: 'directions that tell images apart',
    help: 'How many directions tell images apart, measured against what tells two views of one image apart; of 128 images, four views each. It compares and does not warn: where features shrink or the teacher says the same of every image, it may stay as high as before, for it takes no notice of how much features vary. RankMe does.',
    format: short,
    references: one('one direction'),
  },
  /**
   * [2202.05808](https://arxiv.org/abs/2202.05808): −slope of the least squares of `ln λ_i` on `ln i`, weighted
   * by 1/i, over i from round(d/16) to round(d/2); λ the eigenvalues of the unbiased cov(Z), none below 1e-16 of
   * the largest; null where d is 1
   *
   * @collapse very large; infinite where all features are equal
   */
  alphaReq: {
    from: 'evaluations',
    holds: 'number?',
    label: 'α-ReQ',
    line: 'how fast the spectrum decays',
    help: 'The exponent by which the eigenvalues of the covariance decay, over the middle of the spectrum. Near 1 is said to serve many tasks; very large is a collapse.',
    format: short,
    references: one('power law of 1'),
  },
  /**
   * `dino`: H(mean p_t) over the held-out images, with the centre and τ_t of the moment
   *
   * @collapse 0 (one prototype for all) or ln K
   */
  marginalEntropy: {
    from: 'evaluations',
    holds: 'number?',
    label: 'marginal entropy',
    line: 'how many prototypes the teacher uses',
    help: 'Entropy of the teacher’s mean answer over the held-out images. At 0 it gives all of them one prototype; at ln K it uses all alike.',
    format: short,
    references: (dimensions: Dimensions) => [...uniform(dimensions), ...zero('one for all')()],
    when: isDino,
  },
  /**
   * `dino`: `marginalEntropy` − mean h(p_t)
   *
   * @collapse → 0, under either collapse
   */
  mutualInformation: {
    from: 'evaluations',
    holds: 'number?',
    label: 'mutual information',
    line: 'what its answer tells of the image',
    help: 'Marginal entropy less the mean entropy of an answer, on held-out images: how much the teacher’s answer tells of the image. 0 under either collapse.',
    format: short,
    references: zero('says nothing'),
    when: isDino,
  },
} satisfies Declarations;
