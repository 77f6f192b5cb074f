/** @file What a metric is to the charts: what is shown of it, against what, and how it is read. */
import type { ExperimentConfig } from '../config/schema.ts';
import type { FloorValues } from './floors.ts';
import type { EpochRecord, EvaluationRecord, StepRecord } from '../protocol/protocol.ts';
import type { RunFacts } from './facts.ts';

/** A line that a curve is read against. */
export interface Reference {
  label: string;
  /** For the small charts, where few characters fit. */
  brief: string;
  value: number;
  /** Drawn only where the axis reaches it anyway; elsewhere just named, so that it does not flatten the curve. */
  distant?: boolean;
}

/**
 * The values of one record over their index, on a logarithmic axis: the newest evaluation's, and dotted those of
 * the first.
 */
export interface Profile {
  /** What the index counts, such as "direction". */
  over: string;
  values: (record: EvaluationRecord) => readonly number[];
}

interface MetricBase {
  id: string;
  label: string;
  /** In place of the label where there is little room. */
  brief?: string;
  /** Beside the label: what it is, in a few words. */
  line: string;
  /** One or two sentences: how to read it, and what collapse does to it. */
  help: string;
  format: (value: number) => string;
  /** Ticks as percentages of 1. */
  percent?: boolean;
  references: (facts: RunFacts) => Reference[];
  /** A value the axis always includes. */
  include?: number;
  /** Shown only for such experiments. */
  when?: (config: ExperimentConfig) => boolean;
  /** The metric in words of the experiment, where it has such; the same object for the same words. */
  namedFor?: (config: ExperimentConfig) => Metric | undefined;
}

/** A metric says from which records it comes; the chart needs to know nothing more. */
export type Metric = MetricBase &
  (
    | { from: 'steps'; value: (record: StepRecord) => number | null; profile?: never }
    | { from: 'epochs'; value: (record: EpochRecord) => number | null; profile?: never }
    | {
        from: 'evaluations';
        value: (record: EvaluationRecord) => number | null;
        /** Drawn instead of `value` over time; `value` then sums it up in one number. */
        profile?: Profile;
      }
  );

export interface Question {
  id: string;
  title: string;
  /** The first is the large chart until another is chosen. */
  metrics: readonly [Metric, ...Metric[]];
}

export const none = (): Reference[] => [];

export const zero = (label: string) => (): Reference[] => [{ label, brief: '0', value: 0 }];

export const chance = ({ chance: value }: RunFacts): Reference[] => [
  { label: 'chance', brief: 'chance', value },
];

/** The entropy of a uniform teacher, where there are prototypes to be uniform over. */
export const uniform = ({ prototypes }: RunFacts): Reference[] =>
  prototypes === null ? [] : [{ label: 'ln\u00a0K', brief: 'ln\u00a0K', value: Math.log(prototypes) }];

/** What a label metric is without training; those that are not measured yet are left out. */
export function floors(values: FloorValues): Reference[] {
  const lines = [
    { label: 'raw pixels', brief: 'pixels', value: values['raw pixels'] },
    { label: 'untrained', brief: 'start', value: values.untrained },
    { label: 'chance', brief: 'chance', value: values.chance, distant: true },
  ];
  return lines.flatMap(({ value, ...line }) => (value === null ? [] : [{ ...line, value }]));
}
