/** @file The temperature of the draw behind an open gate. */
import { fewGarments } from './garments.ts';
import { withBootstrap, type Preset } from './preset.ts';

export const gate: Preset = {
  title: 'How picky is the gate',
  story:
    'Where an image finds itself first, its positive is drawn from its voted neighbours, itself among them, and τ says how far down the list the draw may reach. ' +
    'Watch the bootstrapped share rise with τ while the purity of those neighbours falls, and which of the two k-NN accuracy follows.',
  arms: [
    { config: withBootstrap(fewGarments, { temperature: 0.005 }) },
    { config: withBootstrap(fewGarments, { temperature: 0.05 }) },
    { config: withBootstrap(fewGarments, { temperature: 1 }) },
  ],
};
