/** @file Self-distillation with one of its guards taken away at a time, and with neighbours that nothing guards. */
import { defaultConfig } from '../defaults.ts';
import { withBootstrap, withLoss, type Preset } from './preset.ts';

const guarded = withBootstrap(defaultConfig, { policy: 'none' });

export const collapse: Preset = {
  title: 'Collapse gallery',
  headline: 'Four ways to learn nothing, and look content',
  story:
    'Nothing but a guard keeps self-distillation from giving every image the same answer: here one run lacks sharpening, one centring, one the stopped gradient, and one follows its nearest neighbours as soon as there are any. ' +
    'Watch teacher entropy go, within 3 epochs (110 steps), to ln\u00a0K without sharpening and towards 0 without centring, SimSiam’s loss reach −1 with nothing learnt, and what the line under each name above the charts makes of it.',
  shows: { collapsing: 'teacherEntropy' },
  arms: [
    // A teacher that is softer than its student sharpens nothing: the answer becomes uniform.
    {
      label: 'no sharpening',
      config: withLoss(guarded, { teacherTemperature: { start: 0.3, end: 0.3, warmupEpochs: 0 } }),
    },
    // A centre that never leaves 0 centres nothing: one prototype takes all.
    { label: 'no centring', config: withLoss(guarded, { centerMomentum: 1 }) },
    {
      label: 'no stop-gradient',
      config: { ...withLoss(guarded, { stopGradient: false }), method: 'simsiam' },
    },
    // No earlier: before the first epoch has ended there is no bank to find a neighbour in.
    { label: 'naive from epoch 1', config: withBootstrap(defaultConfig, { policy: 'naive' }) },
  ],
};
