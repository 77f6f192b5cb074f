/** @file What is measured, in words. */
import type { Bound, StepPhase } from '../../protocol/profile.ts';

export const phaseTitle: Readonly<Record<StepPhase, string>> = {
  draws: 'Batch and views drawn',
  views: 'Augmentation',
  networks: 'Student and teacher, forward and back',
  update: 'Optimiser and teacher’s average',
  bank: 'Bank: neighbours found and stored',
};

export const boundSentence: Readonly<Record<Bound, string>> = {
  compute: 'Most of the time goes to arithmetic.',
  memory: 'Most of the time goes to memory traffic.',
  dispatch: 'Most of the time passes between kernels.',
  JavaScript: 'Most of the time goes to JavaScript.',
};

/** "linear weight gradient" of `AdaSimLinearWeightGradient`. */
export const kernelTitle = (name: string): string =>
  name
    .replace(/^AdaSim/, '')
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase();
