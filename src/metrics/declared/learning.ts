/** @file Is it learning? What the features are worth for telling images apart. */
import type { ExperimentConfig } from '../../config/schema.ts';
import { cardOf } from '../../data/catalogue.ts';
import type { Declarations } from '../declaration.ts';
import { count, percent, short } from '../format.ts';
import { zero } from '../references.ts';
import { accuracySpan, transfer } from './transfer.ts';

const onOwnImages = {
  of: ({ data }: ExperimentConfig) => cardOf(data).title,
  images: ({ data }: ExperimentConfig) => data.testImages,
};

export const learning = {
  /**
   * weighted k-NN (2104.14294; `evaluation.neighbours` k = 20, `evaluation.temperature` T = 0.07): the score of
   * class c is `Σ exp(cos / T)` over the k training images nearest by cosine that are of class c; share of
   * held-out images whose best class, the lower on a tie, is theirs
   *
   * @collapse → chance
   */
  knnAccuracy: {
    from: 'evaluations',
    holds: 'number',
    label: 'k-NN accuracy',
    line: 'on held-out images',
    help: 'Share of held-out images whose nearest training images carry their label. It must beat the untrained network, and then raw pixels.',
    format: short,
    span: accuracySpan,
    floors: { untrained: 'knnUntrained', 'raw pixels': 'knnRawPixels', chance: 'chance' },
    result: { title: 'k-NN', ...onOwnImages },
    epochLine: 'k-NN',
  },
  /**
   * which held-out images `knnAccuracy` counts: a bit each, 32 in a number, the first image in its lowest; null in
   * files that are older than it
   *
   * @collapse as `knnAccuracy`
   */
  knnRight: {
    from: 'evaluations',
    holds: 'numbers?',
    label: 'k-NN answers',
    line: 'which held-out images are right',
    help: 'Which held-out images k-NN labels rightly. Two arms are compared by those that one of them alone has right.',
    format: count,
    uncharted: true,
  },
  /**
   * held-out accuracy of softmax regression on the features of the first 4 096 training images at most (below)
   *
   * @collapse → share of the commonest class
   */
  linearProbe: {
    from: 'evaluations',
    holds: 'number',
    label: 'linear probe',
    line: 'accuracy on held-out images',
    help: 'Share of held-out images that a linear classifier, learnt on the frozen features of the training images, labels rightly. What k-NN cannot reach along a curved way, it can along a straight one.',
    format: short,
    span: accuracySpan,
    floors: { untrained: 'linearProbeUntrained', 'raw pixels': 'linearProbeRawPixels', chance: 'chance' },
    result: { title: 'linear probe', ...onOwnImages },
    epochLine: 'probe',
  },
  /**
   * share of held-out images with another picture of their identity among them whose nearest other held-out
   * image is one; null where there are none
   *
   * @collapse → chance
   */
  retrieval: {
    from: 'evaluations',
    holds: 'number?',
    label: 'retrieval',
    line: 'the same thing in another picture',
    help: 'Share of held-out images whose nearest other held-out image shows the same thing, such as the same emoji in another style. No label has a part in it.',
    format: percent,
    percent: true,
    span: accuracySpan,
    floors: {
      untrained: 'retrievalUntrained',
      'raw pixels': 'retrievalRawPixels',
      chance: 'retrievalChance',
    },
    result: { title: 'retrieval', ...onOwnImages, fewer: 'retrievalImages' },
    when: ({ data }: ExperimentConfig) => cardOf(data).repeats,
  },
  ...transfer,
  /**
   * mean `‖x̂ − ŷ‖²` of two views of an image ([2005.10242](https://arxiv.org/abs/2005.10242)): the first 128
   * training images, two pairs of views each
   *
   * @collapse → 0, as when it is good
   */
  alignment: {
    from: 'evaluations',
    holds: 'number',
    label: 'alignment',
    line: 'distance of two views of an image',
    help: 'Mean squared distance between two views of an image. Small is good, but 0 also means collapse.',
    format: short,
    references: zero('views equal'),
  },
  /**
   * `ln mean_{i<j} exp(−2 ‖x̂_i − x̂_j‖²)` (2005.10242), of the first view of each of those images
   *
   * @collapse → 0
   */
  uniformity: {
    from: 'evaluations',
    holds: 'number',
    label: 'uniformity',
    line: 'spread over the sphere',
    help: 'How evenly the images spread over the sphere. More negative is more even; 0 means all in one point.',
    format: short,
    references: zero('one point'),
  },
} satisfies Declarations;
