/** @file A metric as charts, tables and files use it: its declaration, and how its value is found in a record. */
import type { ExperimentConfig } from '../config/schema.ts';
import type { Declaration, Reference } from './declaration.ts';
import type { RunFacts } from './facts.ts';
import { floorKeysOf, floorsOf, type FloorName } from './floors.ts';
import { declarations, type MetricId } from './table.ts';

export type { Reference };

/** What a metric is found in: a record of its source. */
export type MetricRecord = Readonly<Partial<Record<MetricId, number | null | readonly number[]>>>;

export interface Metric extends Omit<Declaration, 'references' | 'wordsFor' | 'profile'> {
  id: MetricId;
  /** Null where the record has none. */
  value: (record: MetricRecord) => number | null;
  references: (facts: RunFacts) => Reference[];
  /** In place of `value` over time: the values of one record over their index; `value` sums them up. */
  profile?: IndexedValues;
  /** The metric in words of the experiment; the same object for the same words. */
  namedFor: (config: ExperimentConfig) => Metric;
}

/** The values of one record over their index. */
export interface IndexedValues {
  /** What the index counts, such as "direction". */
  over: string;
  values: (record: MetricRecord) => readonly number[];
}

export function metricOf(id: MetricId): Metric {
  const { references, wordsFor, profile, ...declaration } = declarations[id];
  const numbers = (record: MetricRecord) => {
    const held = record[id];
    return typeof held === 'object' && held !== null ? held : [];
  };
  const metric: Metric = {
    ...declaration,
    id,
    value: (record) => {
      const held = record[id] ?? null;
      if (typeof held !== 'object') return held;
      return held === null || profile === undefined ? null : profile.summary(held);
    },
    references: references ?? ((facts) => floorLines(id, facts)),
    ...(profile !== undefined && { profile: { over: profile.over, values: numbers } }),
    namedFor: () => metric,
  };
  const named = new Map<object, Metric>();
  if (wordsFor !== undefined)
    metric.namedFor = (config) => {
      const words = wordsFor(config);
      const known = named.get(words) ?? { ...metric, ...words };
      named.set(words, known);
      return known;
    };
  return metric;
}

const floorLinesDrawn: readonly (Omit<Reference, 'value'> & { label: FloorName })[] = [
  { label: 'raw pixels', brief: 'pixels' },
  { label: 'untrained', brief: 'start' },
  { label: 'chance', brief: 'chance', distant: true },
];

/** What a metric is without training; what is not measured yet is left out. */
function floorLines(id: MetricId, facts: RunFacts): Reference[] {
  // Where chance is that of the run's own classes, it is known before anything is measured.
  const ownChance = floorKeysOf(id).chance === 'chance' ? facts.chance : null;
  const values = floorsOf(id, facts.floors);
  return floorLinesDrawn.flatMap((line) => {
    const value = values[line.label] ?? (line.label === 'chance' ? ownChance : null);
    return value === null ? [] : [{ ...line, value }];
  });
}
