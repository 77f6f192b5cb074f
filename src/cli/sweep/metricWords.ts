/** @file What a metric is called and how its values are written. The app's charts say it; others go by their name. */
import type { Metric } from '../../metrics/metric.ts';
import { questions } from '../../metrics/questions.ts';
import { short } from '../../metrics/format.ts';

const known = new Map<string, Metric>(
  questions.flatMap(({ metrics }) => metrics.map((metric) => [metric.id, metric])),
);

/** Floors, which the charts draw as lines. */
const measuredOnce: Readonly<Record<string, string>> = {
  chance: 'chance',
  knnUntrained: 'k-NN untrained',
  knnRawPixels: 'k-NN on raw pixels',
  linearProbeUntrained: 'linear probe untrained',
  linearProbeRawPixels: 'linear probe on raw pixels',
  retrievalUntrained: 'retrieval untrained',
  retrievalRawPixels: 'retrieval on raw pixels',
  retrievalChance: 'retrieval by chance',
  transferKnnUntrained: 'transfer k-NN untrained',
  transferKnnRawPixels: 'transfer k-NN on raw pixels',
  transferProbeUntrained: 'transfer probe untrained',
  transferProbeRawPixels: 'transfer probe on raw pixels',
  transferChance: 'transfer by chance',
  rankMeUntrained: 'RankMe untrained',
};

export const metricLabel = (name: string): string => known.get(name)?.label ?? measuredOnce[name] ?? name;

/** What it is, in a few words; nothing of a metric that the charts do not have. */
export const metricLine = (name: string): string | undefined => known.get(name)?.line;

/** Whether its axis is in per cent. */
export const isPercentage = (name: string): boolean => known.get(name)?.percent === true;

/** A value that the axis always includes. */
export const alwaysIncluded = (name: string): number | undefined => known.get(name)?.include;

/** "RankMe 22.6". */
export const metricFigure = (name: string, value: number): string => `${metricLabel(name)} ${short(value)}`;

/** Digits after the point that show three of the largest value, for numbers that stand below one another. */
export function decimalsFor(values: readonly number[]): number {
  const largest = Math.max(0, ...values.map(Math.abs));
  return largest < 1e-12 ? 3 : Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(largest))));
}
