/** @file The paper's point: neighbours from the start harm self-distillation, neighbours once trusted do not. */
import { bootstrapping, type Preset } from './preset.ts';

export const contrast: Preset = {
  title: 'The contrast',
  story:
    'Three ViTs with the same weights see the same emoji in the same views; only where the second view comes from differs: the image itself, its nearest neighbour, or a neighbour once it can be trusted. ' +
    'Watch the nearest neighbour drag learning down, while AdaSim keeps up with plain self-distillation.',
  arms: [
    { config: bootstrapping({ policy: 'none' }) },
    { config: bootstrapping({ policy: 'naive' }) },
    { config: bootstrapping({ policy: 'adaptive' }) },
  ],
};
