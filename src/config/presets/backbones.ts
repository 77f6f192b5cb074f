/** @file The same method on two families of networks. */
import { defaultBackbones, defaultConfig } from '../defaults.ts';
import type { Preset } from './preset.ts';

export const backbones: Preset = {
  title: 'ViT or ResNet',
  story:
    'A ViT cuts an image into patches and learns where to look, a ResNet slides small filters over it; both are taught by AdaSim, on the same views of the same emoji. ' +
    'Watch which of them is ahead before anything is learnt, which of them learns faster, and whose gate opens first.',
  arms: [
    { label: 'ViT', config: defaultConfig },
    {
      label: 'ResNet',
      config: {
        ...defaultConfig,
        backbone: defaultBackbones.resnet,
        // Convolutions take twice the rate here.
        optimizer: { ...defaultConfig.optimizer, lr: 16e-3 },
      },
    },
  ],
};
