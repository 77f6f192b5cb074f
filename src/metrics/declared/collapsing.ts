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
    definition: 'exp(−Σ p ln p), p = σ/Σσ + 1e-7, σ the singular values of Z, uncentred (arXiv 2210.02885)',
    underCollapse: '→ 1',
  },
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
    definition: 'mean over dimensions of the unbiased std of ẑ (arXiv 2011.10566)',
    underCollapse: '→ 0; healthy ≈ 1/√d',
  },
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
    definition: 'singular values of cov(ẑ), unbiased, descending (arXiv 2110.09348)',
    underCollapse: 'a cliff: dimensional collapse',
  },
  teacherEntropy: {
    from: 'steps',
    holds: 'number?',
    label: 'teacher entropy',
    line: 'how undecided the teacher is',
    help: 'How undecided the teacher is between its prototypes. Collapse drives it to ln K (uniform) or to 0 (one-hot).',
    format: short,
    references: (dimensions: Dimensions) => [...uniform(dimensions), ...zero('one-hot')()],
    when: isDino,
    definition: 'mean over rows of h(p_t) = −Σ p_t ln p_t',
    underCollapse: '→ ln K (uniform) or 0 (one-hot)',
  },
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
    definition: 'cross-entropy of teacher and student less teacherEntropy',
    underCollapse: '→ 0',
  },
  lidar: {
    from: 'evaluations',
    holds: 'number',
    label: 'LiDAR',
    line: 'directions that tell images apart',
    help: 'How many directions tell images apart beyond what tells two views of one image apart; of 128 images, four views each. It falls to 1 in a collapse.',
    format: short,
    references: one('collapsed'),
    definition:
      'exp(entropy) of p = (λ + 1e-8)/Σ, λ of S_b/(n−1) whitened by S_w/(n(q−1)) + 1e-4 I (arXiv 2312.04000)',
    underCollapse: '→ 1',
  },
  alphaReq: {
    from: 'evaluations',
    holds: 'number?',
    label: 'α-ReQ',
    line: 'how fast the spectrum decays',
    help: 'The exponent by which the eigenvalues of the covariance decay, over the middle of the spectrum. Near 1 is said to serve many tasks; very large is a collapse.',
    format: short,
    references: one('power law of 1'),
    definition:
      '−slope of ln λ_i on ln i, least squares weighted by 1/i, from D/16 to D/2 (arXiv 2202.05808)',
    underCollapse: 'very large',
  },
  marginalEntropy: {
    from: 'evaluations',
    holds: 'number?',
    label: 'marginal entropy',
    line: 'how many prototypes the teacher uses',
    help: 'Entropy of the teacher’s mean answer over the held-out images. At 0 it gives all of them one prototype; at ln K it uses all alike.',
    format: short,
    references: (dimensions: Dimensions) => [...uniform(dimensions), ...zero('one for all')()],
    when: isDino,
    definition: 'h(mean over images of p_t)',
    underCollapse: '→ 0 (one prototype for all); ln K also where nothing is said',
  },
  mutualInformation: {
    from: 'evaluations',
    holds: 'number?',
    label: 'mutual information',
    line: 'what its answer tells of the image',
    help: 'Marginal entropy less the mean entropy of an answer, on held-out images: how much the teacher’s answer tells of the image. 0 under either collapse.',
    format: short,
    references: zero('says nothing'),
    when: isDino,
    definition: 'marginalEntropy − mean over images of h(p_t)',
    underCollapse: '→ 0',
  },
} satisfies Declarations;
