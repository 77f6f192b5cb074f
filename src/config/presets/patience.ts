/** @file How many epochs vote on who is a neighbour. */
import { bootstrapping, type Preset } from './preset.ts';

export const patience: Preset = {
  title: 'Patience',
  story:
    'Neighbours are trusted by the votes of the last W epochs, and until W are recorded every image trains on itself: three runs that wait for one epoch, three and ten. ' +
    'Watch when each gate begins to open, in epochs 3, 4 and 11 (of 37 steps each), and whether the neighbours of the patient are of the same group more often.',
  arms: [
    { config: bootstrapping({ window: 1 }) },
    { config: bootstrapping({ window: 3 }) },
    { config: bootstrapping({ window: 10 }) },
  ],
};
