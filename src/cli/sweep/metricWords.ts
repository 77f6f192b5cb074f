/** @file What a metric or a floor is called in a sweep's tables and plots, and how its values are written. */
import { floorTitles } from '../../metrics/floors.ts';
import { short } from '../../metrics/format.ts';
import { declarationOf } from '../../metrics/table.ts';

/** What is neither a metric nor a floor goes by its name. */
export const metricLabel = (name: string): string => declarationOf(name)?.label ?? floorTitles[name] ?? name;

/** What it is, in a few words; nothing of what is no metric. */
export const metricLine = (name: string): string | undefined => declarationOf(name)?.line;

/** Whether its axis is in per cent. */
export const isPercentage = (name: string): boolean => declarationOf(name)?.percent === true;

/** Values that the axis always includes. */
export const alwaysIncluded = (name: string): readonly number[] | undefined => declarationOf(name)?.include;

/** "RankMe 22.6". */
export const metricFigure = (name: string, value: number): string => `${metricLabel(name)} ${short(value)}`;

/** Digits after the point that show three of the largest value, for numbers that stand below one another. */
export function decimalsFor(values: readonly number[]): number {
  const largest = Math.max(0, ...values.map(Math.abs));
  return largest < 1e-12 ? 3 : Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(largest))));
}
