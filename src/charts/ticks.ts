/** @file The ticks of a y axis as text, by what they count. */
import { fixed, powerOfTen } from '../metrics/format.ts';
import type { Metric } from '../metrics/metric.ts';
import { percentTick, tickText, type Scale } from './scale.ts';

/** How the ticks of the y axis are written. */
export type Ticks = 'plain' | 'percent' | 'power' | 'log';

/** Those of a metric over time. */
export const ticksOf = ({ percent }: Pick<Metric, 'percent'>): Ticks =>
  percent === true ? 'percent' : 'plain';

/** A round number whose logarithm was taken: 0.5, 20. */
function roundNumber(value: number): string {
  const tidy = Number(value.toPrecision(6));
  return fixed(tidy, String(tidy).split('.')[1]?.length ?? 0);
}

export const tickTexts: Record<Ticks, (scale: Scale, value: number) => string> = {
  plain: tickText,
  percent: percentTick,
  power: (_, exponent) => powerOfTen(exponent),
  log: (_, exponent) => roundNumber(10 ** exponent),
};
