/** @file The smallest run that learns something, in half a minute on a laptop. */
import { defaultBackbones, defaultConfig } from '../defaults.ts';
import type { Preset } from './preset.ts';

export const quick: Preset = {
  title: 'Quick',
  story:
    'A very small ViT looks at 1 024 drawn shapes whose colours are shuffled in every view, and nobody tells it what they are. ' +
    'Watch k-NN accuracy rise above the untrained network, which is at chance, and the gate begin to open after three epochs.',
  arms: [
    {
      config: {
        ...defaultConfig,
        data: { name: 'shapes', trainImages: 1024, testImages: 1000 },
        backbone: { ...defaultBackbones.vit, patchSize: 8 },
        // Without colour to go by, the two views of an image have its shape in common.
        augmentation: {
          ...defaultConfig.augmentation,
          cropScale: { min: 0.6, max: 1 },
          jitter: 1,
          saturation: 0.8,
          hue: 0.5,
          grayscale: 0.5,
        },
        batchSize: 32,
        epochs: 30,
      },
    },
  ],
};
