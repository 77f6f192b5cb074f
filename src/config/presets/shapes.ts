/** @file Drawn shapes in views of shuffled colours: what the two views of an image have in common is its shape. */
import { defaultConfig } from '../defaults.ts';
import type { ExperimentConfig } from '../schema.ts';

export const shapes: ExperimentConfig = {
  ...defaultConfig,
  data: { name: 'shapes', trainImages: 1024, testImages: 1000 },
  augmentation: {
    ...defaultConfig.augmentation,
    cropScale: { min: 0.6, max: 1 },
    jitter: 1,
    saturation: 0.8,
    hue: 0.5,
    grayscale: 0.5,
  },
};
