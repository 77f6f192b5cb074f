/** @file AdaSim alone, as it is by default. */
import { defaultConfig } from '../defaults.ts';
import type { Preset } from './preset.ts';

export const emojiVit: Preset = {
  title: 'Emoji ViT',
  headline: 'Which emoji look alike to a network that was never told?',
  story:
    'A ViT learns from 2 382 emoji in five drawing styles, without a label. ' +
    'Watch more and more of the nearest images be the same emoji in another style (16 % in the end, 8 % untrained), and how few images the gate trusts at first.',
  shows: { learning: 'retrieval' },
  arms: [{ config: defaultConfig }],
};
