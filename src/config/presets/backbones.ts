/** @file The same method on two families of networks. */
import { defaultBackbones } from '../defaults.ts';
import { withBootstrap, type Preset } from './preset.ts';
import { shapes } from './shapes.ts';

const contrastive = {
  ...withBootstrap(shapes, { policy: 'none' }),
  method: 'infonce',
  batchSize: 64,
  epochs: 40,
} as const;

export const backbones: Preset = {
  title: 'ViT or ResNet',
  headline: 'Two kinds of networks, one way to learn without labels',
  story:
    'A ViT cuts an image into patches and learns where to look, a ResNet slides small filters over it; both learn, by contrast with other images, which views are of the same drawn shape. ' +
    'Watch the ResNet, near chance like the ViT before anything is learnt, pass raw pixels within 15 epochs (240 steps), while the ViT gains little.',
  arms: [
    { label: 'ViT', config: contrastive },
    {
      label: 'ResNet',
      config: {
        ...contrastive,
        backbone: defaultBackbones.resnet,
        // Convolutions take twice the rate here.
        optimizer: { ...contrastive.optimizer, lr: 16e-3 },
      },
    },
  ],
};
