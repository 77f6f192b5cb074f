/** @file The ticks of a y axis as text, by what they count. */
import { powerOfTen } from '../metrics/format.ts';
import type { Metric } from '../metrics/metric.ts';
import { percentTick, tickText, type Scale } from './scale.ts';

/** How the ticks of the y axis are written. */
export type Ticks = 'plain' | 'percent' | 'power';

/** Those of a metric over time. */
export const ticksOf = ({ percent }: Pick<Metric, 'percent'>): Ticks =>
  percent === true ? 'percent' : 'plain';

export const tickTexts: Record<Ticks, (scale: Scale, value: number) => string> = {
  plain: tickText,
  percent: percentTick,
  power: (_, exponent) => powerOfTen(exponent),
};
