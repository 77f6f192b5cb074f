/** @file Is it collapsing? How much of their space the features use, and what the teacher still says. */
import type { ExperimentConfig } from '../../config/schema.ts';
import { count, fixed, short } from '../format.ts';
import { none, uniform, zero, type Question } from '../metric.ts';

/** Only DINO's teacher answers with a distribution over prototypes. */
const isDino = ({ method }: ExperimentConfig): boolean => method === 'dino';

/** How many of the values, from the first on, sum up to `share` of all. */
function directionsHolding(share: number, values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  let held = 0;
  return 1 + values.findIndex((value) => (held += value) >= share * total);
}

export const collapsing: Question = {
  id: 'collapsing',
  title: 'Is it collapsing?',
  metrics: [
    {
      id: 'rankMe',
      label: 'RankMe',
      line: 'how many feature dimensions are in use',
      help: 'How many of the feature dimensions are in use. It falls to 1 in a collapse.',
      from: 'evaluations',
      value: (record) => record.rankMe,
      format: short,
      references: () => [{ label: 'collapsed', brief: '1', value: 1 }],
    },
    {
      id: 'featureStd',
      label: 'feature std',
      line: 'spread of the normalised features',
      help: 'Spread of the normalised features. Healthy is near 1/√d; 0 means that every image looks the same.',
      from: 'evaluations',
      value: (record) => record.featureStd,
      format: (value) => fixed(value, 3),
      references: ({ featureDim }) => [
        { label: '1/√d', brief: '1/√d', value: 1 / Math.sqrt(featureDim) },
        { label: 'constant', brief: '0', value: 0 },
      ],
    },
    {
      id: 'spectrum',
      label: 'spectrum',
      line: 'variance along each direction',
      help: 'Variance of the normalised features along their principal directions, the largest first; dotted, at the start. A cliff means that nothing varies beyond it: dimensional collapse. (In a ViT the last one is always nothing: LayerNorm takes the mean away.) The number counts the directions that hold 99 % of the variance.',
      from: 'evaluations',
      value: (record) => directionsHolding(0.99, record.covarianceSpectrum),
      format: count,
      references: none,
      profile: { over: 'direction', values: (record) => record.covarianceSpectrum },
    },
    {
      id: 'teacherEntropy',
      label: 'teacher entropy',
      line: 'how undecided the teacher is',
      help: 'How undecided the teacher is between its prototypes. Collapse drives it to ln K (uniform) or to 0 (one-hot).',
      from: 'steps',
      value: (record) => record.teacherEntropy,
      format: short,
      references: (facts) => [...uniform(facts), { label: 'one-hot', brief: '0', value: 0 }],
      when: isDino,
    },
    {
      id: 'teacherStudentKL',
      label: 'teacher–student KL',
      brief: 'KL',
      line: 'how far the student is from the teacher',
      help: 'How far the student is from the teacher. At 0 there is nothing left to learn from.',
      from: 'steps',
      value: (record) => record.teacherStudentKL,
      format: short,
      references: zero('no signal'),
      when: isDino,
    },
    {
      id: 'lidar',
      label: 'LiDAR',
      line: 'directions that tell images apart',
      help: 'How many directions tell images apart beyond what tells two views of one image apart; of 128 images, four views each. It falls to 1 in a collapse.',
      from: 'evaluations',
      value: (record) => record.lidar,
      format: short,
      references: () => [{ label: 'collapsed', brief: '1', value: 1 }],
    },
    {
      id: 'alphaReq',
      label: 'α-ReQ',
      line: 'how fast the spectrum decays',
      help: 'The exponent by which the eigenvalues of the covariance decay, over the middle of the spectrum. Near 1 is said to serve many tasks; very large is a collapse.',
      from: 'evaluations',
      value: (record) => record.alphaReq,
      format: short,
      references: () => [{ label: 'power law of 1', brief: '1', value: 1 }],
    },
    {
      id: 'marginalEntropy',
      label: 'marginal entropy',
      line: 'how many prototypes the teacher uses',
      help: 'Entropy of the teacher’s mean answer over the held-out images. At 0 it gives all of them one prototype; at ln K it uses all alike.',
      from: 'evaluations',
      value: (record) => record.marginalEntropy,
      format: short,
      references: (facts) => [...uniform(facts), { label: 'one for all', brief: '0', value: 0 }],
      when: isDino,
    },
    {
      id: 'mutualInformation',
      label: 'mutual information',
      line: 'what its answer tells of the image',
      help: 'Marginal entropy less the mean entropy of an answer, on held-out images: how much the teacher’s answer tells of the image. 0 under either collapse.',
      from: 'evaluations',
      value: (record) => record.mutualInformation,
      format: short,
      references: zero('says nothing'),
      when: isDino,
    },
  ],
};
