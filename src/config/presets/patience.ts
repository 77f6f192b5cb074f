/** @file How many epochs vote on who is a neighbour. */
import { fewGarments } from './garments.ts';
import { withBootstrap, type Preset } from './preset.ts';

export const patience: Preset = {
  title: 'Patience',
  story:
    'Neighbours are trusted by the votes of the last W epochs, and until W are recorded every image trains on itself: three runs that wait for one epoch, three and ten. ' +
    'Watch when each gate begins to open, and whether the neighbours of the patient are of the same kind more often.',
  arms: [
    { config: withBootstrap(fewGarments, { window: 1 }) },
    { config: withBootstrap(fewGarments, { window: 3 }) },
    { config: withBootstrap(fewGarments, { window: 10 }) },
  ],
};
