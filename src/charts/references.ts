/** @file The lines that the curves of several arms are read against, each drawn once. */
import type { ChartArm } from './arms.ts';
import type { Metric, Reference } from '../metrics/metric.ts';

/** A reference of all arms, or of those that are named. */
export interface ArmsReference extends Reference {
  /** Where it is not everyone's: whose it is, and the colour of the first of them. */
  of?: { labels: readonly string[]; colour: string };
}

/**
 * An arm with another backbone starts at another height, and one with other prototypes has another ln K. A floor that
 * arms have not told yet is taken to be that of the arms which have: they tell it one after the other.
 */
export function referencesOf(metric: Metric, arms: readonly ChartArm[]): ArmsReference[] {
  const found = new Map<string, { reference: Reference; owners: ChartArm[] }>();
  const told = arms.map((arm) => metric.references(arm.facts));
  for (const [place, arm] of arms.entries())
    for (const reference of told[place] ?? []) {
      const key = `${reference.label} ${reference.value}`;
      const { owners } = found.get(key) ?? { owners: [] };
      found.set(key, { reference, owners: [...owners, arm] });
    }
  return [...found.values()].map(({ reference, owners }) => {
    const [first] = owners;
    const silent =
      metric.floors === undefined ? 0 : told.filter((lines) => !has(lines, reference.label)).length;
    if (first === undefined || owners.length + silent === arms.length) return reference;
    return { ...reference, of: { labels: owners.map(({ label }) => label), colour: first.style.colour } };
  });
}

const has = (lines: readonly Reference[], label: string): boolean =>
  lines.some((line) => line.label === label);

/** "untrained", or "untrained (ViT)". */
export const referenceName = ({ label, of }: ArmsReference): string =>
  of === undefined ? label : `${label} (${of.labels.join(', ')})`;
