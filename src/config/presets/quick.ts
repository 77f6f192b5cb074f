/** @file The smallest run that learns something, in half a minute on a laptop. */
import { defaultBackbones } from '../defaults.ts';
import type { Preset } from './preset.ts';
import { shapes } from './shapes.ts';

export const quick: Preset = {
  title: 'Quick',
  headline: 'A small network sorts shapes that nobody has named',
  story:
    'A very small ViT looks at 1 024 drawn shapes whose colours are shuffled in every view, and nobody tells it what they are. ' +
    'Watch k-NN accuracy rise above the untrained network, which is at chance, and the gate begin to open after three epochs.',
  arms: [
    {
      config: {
        ...shapes,
        backbone: { ...defaultBackbones.vit, patchSize: 8 },
        batchSize: 32,
        epochs: 30,
      },
    },
  ],
};
