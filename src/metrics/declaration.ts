/**
 * @file What is declared of a metric, once: everything that is told of it, but for the code that computes it. The comment
 * above a declaration is its definition, with what becomes of it in a collapse: docs/METHOD.md has its table from there.
 */
import type { ExperimentConfig } from '../config/schema.ts';

/** Which records hold it: those of steps, of epochs, or of evaluations. */
export type Source = 'steps' | 'epochs' | 'evaluations';

/**
 * What a record holds of it; with a question mark it is null where there is nothing to measure, and in files of runs
 * that were recorded before the metric existed.
 */
export type Holds = 'number' | 'number?' | 'numbers' | 'numbers?';

export type Held<H extends Holds> = {
  number: number;
  'number?': number | null;
  numbers: number[];
  'numbers?': number[] | null;
}[H];

/** Whether it is one number, such as a table has room for. */
export const isOneNumber = (holds: Holds): boolean => holds === 'number' || holds === 'number?';

/** A line that a curve is read against. */
export interface Reference {
  label: string;
  /** For the small charts, where few characters fit. */
  brief: string;
  value: number;
  /** Drawn only where the axis reaches it anyway; elsewhere just named, so that it does not flatten the curve. */
  distant?: boolean;
}

/** Sizes of an experiment that a curve is read against. Known before it runs. */
export interface Dimensions {
  /** Backbone width d. */
  featureDim: number;
  /** Prototypes K; null where the method has none. */
  prototypes: number | null;
  /** 1 / number of classes. */
  chance: number;
}

/** What a metric is without training: of the untrained network, on raw pixels, by chance. */
export const floorNames = ['untrained', 'raw pixels', 'chance'] as const;
export type FloorName = (typeof floorNames)[number];

/** As the record of floors calls what is known by chance alone. */
export type ChanceKey = 'chance' | 'retrievalChance' | 'transferChance';

/** As the record of floors calls them. */
export interface FloorKeys {
  untrained: `${string}Untrained`;
  'raw pixels'?: `${string}RawPixels`;
  chance?: ChanceKey;
}

/** How it is called, and what a person is told of it. */
export interface Words {
  label: string;
  /** In place of the label where there is little room. */
  brief?: string;
  /** Beside the label: what it is, in a few words. */
  line: string;
  /** One or two sentences: how to read it, and what collapse does to it. */
  help: string;
}

/** A column of the table that a run ends with. */
export interface MetricColumn {
  title: string;
  /** The images that it is measured on, or what it counts. */
  of: (config: ExperimentConfig) => string;
  /** Held-out images that are asked, where it is an accuracy; only an accuracy must beat its floors. */
  images?: (config: ExperimentConfig) => number;
  /** Where the floors know how many are asked, being fewer. */
  fewer?: 'retrievalImages';
}

export interface Declaration extends Words {
  from: Source;
  holds: Holds;
  format: (value: number) => string;
  /** Ticks as percentages of 1. */
  percent?: boolean;
  /** Its axis may be logarithmic, where all values are positive. */
  logarithm?: true;
  /** Lines beside the floors. */
  references?: (dimensions: Dimensions) => Reference[];
  floors?: FloorKeys;
  /** Values the axis always includes. */
  include?: readonly number[];
  /** The least that the axis spans: what differs by a few images does not fill a chart. */
  span?: number;
  /** Measured only of such experiments. */
  when?: (config: ExperimentConfig) => boolean;
  /** In words of the experiment, where it has such; the same object for the same words. */
  wordsFor?: (config: ExperimentConfig) => Words;
  /** Follows from the settings, so that no table tells it. */
  scheduled?: true;
  /** No chart has it; the files do. */
  uncharted?: true;
  /** What the command line's line of an epoch calls it; nothing where that has no room for it. */
  epochLine?: string;
  result?: MetricColumn;
  /** Of numbers: drawn over their index, and summed up in one. */
  profile?: ValueProfile;
}

/**
 * The values of one record over their index, on a logarithmic axis: the newest evaluation's, and dotted those of
 * the first.
 */
export interface ValueProfile {
  /** What the index counts, such as "direction". */
  over: string;
  /** The one number that stands beside the name. */
  summary: (values: readonly number[]) => number;
}

export type Declarations = Readonly<Record<string, Declaration>>;
