/** @file The other side of the contrast: where negatives guard against collapse, naive neighbours do little harm. */
import { garments } from './garments.ts';
import { withBootstrap, type Preset } from './preset.ts';

const contrastive = { ...garments, method: 'infonce' } as const;

export const nnclr: Preset = {
  title: 'NNCLR is fine',
  story:
    'Contrastive learning pushes every image away from the rest of its batch, so nothing can collapse, and the nearest neighbour may be the positive from the start: that is NNCLR. ' +
    'Watch it begin behind and catch up, where in The contrast the naive run stays at the floor.',
  arms: [
    { config: withBootstrap(contrastive, { policy: 'none' }) },
    { config: withBootstrap(contrastive, { policy: 'naive' }) },
  ],
};
