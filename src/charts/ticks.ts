/** @file The ticks of a y axis as text, by what they count. */
import { powerOfTen } from '../metrics/format.ts';
import type { Ticks } from './picture.ts';
import { percentTick, tickText, type Scale } from './scale.ts';

export const tickTexts: Record<Ticks, (scale: Scale, value: number) => string> = {
  plain: tickText,
  percent: percentTick,
  power: (_, exponent) => powerOfTen(exponent),
};
