/** @file Garments for a ViT with large patches: cheap to train on, and half of the neighbours are of the image's kind. */
import { defaultBackbones, defaultConfig } from '../defaults.ts';
import type { ExperimentConfig } from '../schema.ts';

export const garments: ExperimentConfig = {
  ...defaultConfig,
  data: { name: 'fashion-mnist', trainImages: 2382, testImages: 1000 },
  backbone: { ...defaultBackbones.vit, patchSize: 7 },
  epochs: 30,
};

/** So few, and seen in views so alike, that many soon find themselves: the gate opens. */
export const fewGarments: ExperimentConfig = {
  ...garments,
  data: { ...garments.data, trainImages: 600 },
  augmentation: {
    ...defaultConfig.augmentation,
    cropScale: { min: 0.7, max: 1 },
    flip: 0,
    jitter: 0,
    grayscale: 0,
  },
  epochs: 120,
  optimizer: { ...defaultConfig.optimizer, warmupEpochs: 8 },
  evaluation: { ...defaultConfig.evaluation, everyEpochs: 4 },
};
