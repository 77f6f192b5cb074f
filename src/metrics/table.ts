/**
 * @file Every metric, by the name that records, files, flags and links call it. Records, charts, results, the command
 * line, sweeps and docs/METHOD.md are views of this table: a new metric is an entry of a file in `declared/`, and the
 * code that computes it.
 */
import type { Declaration, Held, Source } from './declaration.ts';
import { bootstrapping } from './declared/bootstrapping.ts';
import { collapsing } from './declared/collapsing.ts';
import { learning } from './declared/learning.ts';
import { optimising } from './declared/optimising.ts';

const table = { ...learning, ...collapsing, ...bootstrapping, ...optimising };

type Table = typeof table;

export type MetricId = keyof Table;

/** What a record holds of a metric. */
export type HoldsOf<Id extends MetricId> = Table[Id]['holds'];

/** The values of a record of this source, by metric. */
export type MetricValues<S extends Source> = {
  [Id in MetricIdOf<S>]: Held<HoldsOf<Id>>;
};

/** The metrics that records of this source hold. */
export type MetricIdOf<S extends Source> = {
  [Id in MetricId]: Table[Id]['from'] extends S ? Id : never;
}[MetricId];

type FloorsOf<D> = D extends { floors: infer Keys } ? Keys[keyof Keys] : never;

/** What the record of floors calls each. */
export type FloorKey = { [Id in MetricId]: FloorsOf<Table[Id]> }[MetricId];

/** By name, with all that may be declared of one. */
export const declarations: Readonly<Record<MetricId, Declaration>> = table;

const isMetricId = (name: string): name is MetricId => Object.hasOwn(table, name);

export const metricIds: readonly MetricId[] = Object.keys(table).filter(isMetricId);

/** Undefined where there is no such metric. */
export const declarationOf = (name: string): Declaration | undefined =>
  isMetricId(name) ? declarations[name] : undefined;

const isFrom =
  <S extends Source>(source: S) =>
  (id: MetricId): id is MetricIdOf<S> =>
    declarations[id].from === source;

export const metricIdsOf = <S extends Source>(source: S): readonly MetricIdOf<S>[] =>
  metricIds.filter(isFrom(source));
