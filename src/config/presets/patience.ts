/** @file How many epochs vote on who is a neighbour. */
import { fewGarments } from './garments.ts';
import { withBootstrap, type Preset } from './preset.ts';

export const patience: Preset = {
  title: 'Patience',
  headline: 'How long should a network wait before it trusts look-alikes?',
  story:
    'Neighbours are trusted by the votes of the last W epochs, and until W are recorded every image trains on itself: three runs that wait for one epoch, three and ten. ' +
    'Watch the gates begin to open in epochs 3, 4 and 11 (of 9 steps each), the patient one soon for the most images, and its neighbours be of the image’s kind a little more often, .56 against .49 and .50.',
  arms: [
    { config: withBootstrap(fewGarments, { window: 1 }) },
    { config: withBootstrap(fewGarments, { window: 3 }) },
    { config: withBootstrap(fewGarments, { window: 10 }) },
  ],
};
