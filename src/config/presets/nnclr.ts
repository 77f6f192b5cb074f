/** @file The other side of the contrast: where negatives guard against collapse, naive neighbours do no harm. */
import { bootstrapping, type Preset } from './preset.ts';

export const nnclr: Preset = {
  title: 'NNCLR is fine',
  story:
    'Contrastive learning pushes every image away from the rest of its batch, so nothing can collapse, and the nearest neighbour may be the positive from the start: that is NNCLR. ' +
    'Watch both curves rise together, where in The contrast the naive one falls behind.',
  arms: [
    { config: { ...bootstrapping({ policy: 'none' }), method: 'infonce' } },
    { config: { ...bootstrapping({ policy: 'naive' }), method: 'infonce' } },
  ],
};
