/** @file Is it learning? What the features are worth for telling images apart. */
import type { ExperimentConfig } from '../../config/schema.ts';
import { catalogue } from '../../data/catalogue.ts';
import type { Declarations } from '../declaration.ts';
import { percent, short } from '../format.ts';
import { zero } from '../references.ts';
import { transfer } from './transfer.ts';

const onOwnImages = {
  of: ({ data }: ExperimentConfig) => catalogue[data.name].title,
  images: ({ data }: ExperimentConfig) => data.testImages,
};

export const learning = {
  knnAccuracy: {
    from: 'evaluations',
    holds: 'number',
    label: 'k-NN accuracy',
    line: 'on held-out images',
    help: 'Share of held-out images whose nearest training images carry their label. It must beat the untrained network, and then raw pixels.',
    format: short,
    floors: { untrained: 'knnUntrained', 'raw pixels': 'knnRawPixels', chance: 'chance' },
    result: { title: 'k-NN', ...onOwnImages },
    epochLine: 'k-NN',
    definition: 'weighted k-NN on held-out images: score_c = Σ over the 20 nearest of exp(cos/0.07)·[y = c]',
    underCollapse: 'falls to chance',
  },
  linearProbe: {
    from: 'evaluations',
    holds: 'number',
    label: 'linear probe',
    line: 'accuracy on held-out images',
    help: 'Share of held-out images that a linear classifier, learnt on the frozen features of the training images, labels rightly. What k-NN cannot reach along a curved way, it can along a straight one.',
    format: short,
    floors: { untrained: 'linearProbeUntrained', 'raw pixels': 'linearProbeRawPixels', chance: 'chance' },
    result: { title: 'linear probe', ...onOwnImages },
    epochLine: 'probe',
    definition: 'held-out accuracy of softmax regression on frozen features, learnt from up to 4 096 images',
    underCollapse: 'falls to chance',
  },
  retrieval: {
    from: 'evaluations',
    holds: 'number?',
    label: 'retrieval',
    line: 'the same thing in another picture',
    help: 'Share of held-out images whose nearest other held-out image shows the same thing, such as the same emoji in another style. No label has a part in it.',
    format: percent,
    percent: true,
    floors: {
      untrained: 'retrievalUntrained',
      'raw pixels': 'retrievalRawPixels',
      chance: 'retrievalChance',
    },
    result: { title: 'retrieval', ...onOwnImages, fewer: 'retrievalImages' },
    when: ({ data }: ExperimentConfig) => catalogue[data.name].repeats,
    definition: 'share of held-out images whose nearest other held-out image has their identity',
    underCollapse: 'falls to chance',
  },
  ...transfer,
  alignment: {
    from: 'evaluations',
    holds: 'number',
    label: 'alignment',
    line: 'distance of two views of an image',
    help: 'Mean squared distance between two views of an image. Small is good, but 0 also means collapse.',
    format: short,
    references: zero('views equal'),
    definition: 'mean ‖x̂ − ŷ‖² over pairs of views (arXiv 2005.10242)',
    underCollapse: '→ 0, as where all is well',
  },
  uniformity: {
    from: 'evaluations',
    holds: 'number',
    label: 'uniformity',
    line: 'spread over the sphere',
    help: 'How evenly the images spread over the sphere. More negative is more even; 0 means all in one point.',
    format: short,
    references: zero('one point'),
    definition: 'ln of the mean over i < j of exp(−2‖x̂_i − x̂_j‖²) (arXiv 2005.10242)',
    underCollapse: '→ 0',
  },
} satisfies Declarations;
