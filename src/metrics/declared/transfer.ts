/** @file What the features are worth on images of another dataset. */
import { transferDataset, transferImages } from '../../config/transfer.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { catalogue } from '../../data/catalogue.ts';
import type { Declarations, Words } from '../declaration.ts';
import { short } from '../format.ts';

const knnOn = (images: string): Words => ({
  label: `k-NN on ${images}`,
  brief: 'transfer k-NN',
  line: 'which it never trains on',
  help: `Transfer: share of held-out images of ${images} whose nearest others there carry their label, by features that never saw them. Above raw pixels, what was learnt is of use beyond its own images.`,
});

const probeOn = (images: string): Words => ({
  label: `linear probe on ${images}`,
  brief: 'transfer probe',
  line: 'which it never trains on',
  help: `Transfer: share of held-out images of ${images} that a linear classifier labels rightly, learnt there on features that never saw them.`,
});

/** As an experiment's charts call them: one object for each dataset. */
const onDatasets = new Map(
  Object.values(catalogue).map(({ name, title }) => [name, { knn: knnOn(title), probe: probeOn(title) }]),
);
const elsewhere = { knn: knnOn('another dataset'), probe: probeOn('another dataset') };

const wordsFor = (config: ExperimentConfig) =>
  onDatasets.get(transferDataset(config) ?? config.data.name) ?? elsewhere;

const onOtherImages = {
  of: (config: ExperimentConfig) => catalogue[transferDataset(config) ?? config.data.name].title,
  images: () => transferImages.test,
};

/** Of hundreds of held-out images a tenth is well beyond noise; an accuracy's axis shows no less. */
export const accuracySpan = 0.1;

const transferred = {
  from: 'evaluations',
  holds: 'number?',
  format: short,
  span: accuracySpan,
  when: (config: ExperimentConfig) => transferDataset(config) !== undefined,
} as const;

export const transfer = {
  /**
   * `knnAccuracy` among 1 000 and 500 images of another dataset (`evaluation.transfer`), refitted to the run's
   * images; null where there is none
   *
   * @collapse → chance
   */
  transferKnn: {
    ...transferred,
    ...elsewhere.knn,
    label: 'transfer k-NN',
    wordsFor: (config: ExperimentConfig) => wordsFor(config).knn,
    floors: {
      untrained: 'transferKnnUntrained',
      'raw pixels': 'transferKnnRawPixels',
      chance: 'transferChance',
    },
    result: { title: 'transfer k-NN', ...onOtherImages },
    epochLine: 'transfer k-NN',
  },
  /**
   * `linearProbe` among the same
   *
   * @collapse → share of the commonest class
   */
  transferProbe: {
    ...transferred,
    ...elsewhere.probe,
    label: 'transfer probe',
    wordsFor: (config: ExperimentConfig) => wordsFor(config).probe,
    floors: {
      untrained: 'transferProbeUntrained',
      'raw pixels': 'transferProbeRawPixels',
      chance: 'transferChance',
    },
    result: { title: 'transfer probe', ...onOtherImages },
    epochLine: 'transfer probe',
  },
} satisfies Declarations;
