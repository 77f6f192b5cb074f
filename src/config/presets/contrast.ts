/** @file The paper's point: neighbours from the start harm self-distillation, neighbours once trusted do not. */
import { defaultConfig } from '../defaults.ts';
import type { BootstrapConfig } from '../schema.ts';
import type { ArmSettings } from '../arms.ts';
import { withBootstrap, type Preset } from './preset.ts';

const arm = (policy: BootstrapConfig['policy']): ArmSettings => ({
  config: {
    ...withBootstrap(defaultConfig, { policy }),
    // Three arms on two datasets: after every epoch it would take a third of the time.
    evaluation: { ...defaultConfig.evaluation, everyEpochs: 2, transfer: 'fashion-mnist' },
  },
});

export const contrast: Preset = {
  title: 'The contrast',
  headline: 'Can a network learn from look-alikes, without labels?',
  story:
    'Three ViTs with the same weights see the same emoji in the same views; only where the second view comes from differs: the image itself, its nearest neighbour, or a neighbour once the gate lets it. ' +
    'Watch the nearest neighbour drag learning down, in RankMe within 4 epochs (150 steps) and in k-NN accuracy for good from epoch 22 on (step 814), while AdaSim keeps up with plain self-distillation.',
  arms: [arm('none'), arm('naive'), arm('adaptive')],
};
