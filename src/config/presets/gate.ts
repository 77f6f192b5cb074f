/** @file The temperature of the draw behind an open gate. */
import { fewGarments } from './garments.ts';
import { withBootstrap, type Preset } from './preset.ts';

export const gate: Preset = {
  title: 'How picky is the gate',
  headline: 'How far may a look-alike be, once it is trusted?',
  story:
    'Where an image finds itself first, its positive is drawn from its voted neighbours, itself among them, and τ says how far down the list the draw may reach. ' +
    'Watch the bootstrapped share part within 13 epochs (120 steps), to end at 6, 13 and 24 % of the garments as τ grows, while about half of those neighbours are of the image’s kind under each, and k-NN accuracy takes no notice.',
  shows: { bootstrapping: 'bootstrappedShare' },
  arms: [
    { config: withBootstrap(fewGarments, { temperature: 0.005 }) },
    { config: withBootstrap(fewGarments, { temperature: 0.05 }) },
    { config: withBootstrap(fewGarments, { temperature: 1 }) },
  ],
};
