/** @file From a metric and the arms to what is drawn: points, axes, reference lines. Pure. */
import { binSeries, type ChartRow } from './binning.ts';
import type { ChartArm } from './arms.ts';
import { clipped, type Range } from './clipped.ts';
import { linesOf, type ChartLine } from './curves.ts';
import { logScale } from './logScale.ts';
import type { Pace } from '../metrics/facts.ts';
import type { Metric, Reference } from '../metrics/metric.ts';
import { referencesOf, type ArmsReference } from './references.ts';
import { powerScale, reach, scaleOf, type Scale } from './scale.ts';
import { trailingMean } from './smoothing.ts';
import { ticksOf, type Ticks } from './ticks.ts';
import { valueScale } from './valueScale.ts';

export interface ChartPicture {
  lines: readonly Omit<ChartLine, 'curve'>[];
  /** The lines of the arms as they are read, at whichever epoch. */
  read: readonly ChartLine[];
  /** One value per line. Where ticks are powers, exponents of ten. */
  rows: readonly ChartRow[];
  x: Scale;
  y: Scale;
  ticks: Ticks;
  /** What the x axis counts: one of it, and its name beneath the axis. */
  over: { one: string; many: string; decimals: number };
  /** Lines right across, and their names. */
  references: readonly ArmsReference[];
  /** Names of the lines that are there to compare with, at the height of their ends. */
  names: readonly Reference[];
}

/** How a chart over time is read. */
export interface ChartView {
  /** The epochs shown; all so far where there are none. */
  range: Range | null;
  /** Lines are means of an epoch's steps, and what they are means of lies beneath them. */
  smooth: boolean;
  /** The y axis is logarithmic, where all values are positive. */
  logarithmic: boolean;
}

export const plainView: ChartView = { range: null, smooth: false, logarithmic: false };

/** More rows than a chart has pixels show nothing more. */
const MAX_ROWS = { large: 400, small: 100 };

/** What is smaller than this share of the largest is drawn as this share: it is nothing, however much nothing. */
const LEAST_SHARE = 1e-6;

export function pictureOf(
  metric: Metric,
  arms: readonly ChartArm[],
  pace: Pace,
  /** Steps so far. */
  step: number,
  large: boolean,
  view: ChartView = plainView,
): ChartPicture {
  const own = linesOf(arms, metric, pace.stepsPerEpoch);
  const over = metric.profile === undefined;
  const smooth = over && view.smooth && isWavering(metric);
  const read = smooth ? smoothed(own, pace) : own;
  const all = drawnLines(read, smooth ? own : [], over ? view.range : null);
  const rows = binSeries(
    all.map(({ curve }) => curve),
    large ? MAX_ROWS.large : MAX_ROWS.small,
  );
  const lines = all.map(({ id, label, style, reference, beneath = false }) => ({
    ...{ id, label, style, reference },
    ...(beneath && { beneath }),
  }));
  return metric.profile === undefined
    ? { lines, read, ...overTime(metric, rows, referencesOf(metric, arms), pace, step, large, view) }
    : { lines, read, ...overIndex(metric.profile.over, rows, all, large) };
}

/** The lines that are read, and after them those that they are means of; of a range, what lies within it. */
function drawnLines(
  read: readonly ChartLine[],
  beneath: readonly ChartLine[],
  range: Range | null,
): readonly ChartLine[] {
  const all = [...read, ...beneath.map((line) => ({ ...line, id: `${line.id} raw`, beneath: true }))];
  return range === null ? all : all.map((line) => ({ ...line, curve: clipped(line.curve, range) }));
}

/** The means of an epoch's steps. */
const smoothed = (lines: readonly ChartLine[], { stepsPerEpoch }: Pace): ChartLine[] =>
  lines.map((line) => ({ ...line, curve: trailingMean(line.curve, stepsPerEpoch) }));

/** Whether a metric is of each batch, so that its mean says more. */
export const isWavering = ({ from }: Pick<Metric, 'from'>): boolean => from === 'steps';

/** All values that a picture shows. */
export const valuesOf = (rows: readonly ChartRow[]): number[] =>
  rows.flatMap((row) => row.values.filter((value) => value !== null));

function overTime(
  metric: Metric,
  rows: readonly ChartRow[],
  references: readonly ArmsReference[],
  pace: Pace,
  step: number,
  large: boolean,
  { range, logarithmic }: ChartView,
): Omit<ChartPicture, 'lines' | 'read'> {
  const all = {
    from: 0,
    to: reach(Math.max(rows.at(-1)?.x ?? 0, step / pace.stepsPerEpoch), pace.totalSteps / pace.stepsPerEpoch),
  };
  const { from, to } = range ?? all;
  const x = scaleOf([from, to], 5);
  const values = valuesOf(rows);
  const parts = large ? 3 : 4;
  const shown = {
    rows,
    x: { ...x, low: from, high: to, ticks: x.ticks.filter((tick) => tick >= from && tick <= to) },
    over: { one: 'epoch', many: 'epochs', decimals: 1 },
    names: [],
  };
  if (logarithmic && values.length > 0 && values.every((value) => value > 0))
    return {
      ...shown,
      rows: rows.map((row) => ({ ...row, values: row.values.map((value) => value && Math.log10(value)) })),
      y: logScale(values, parts),
      ticks: 'log',
      references: references
        .filter(({ value }) => value > 0)
        .map((one) => ({ ...one, value: Math.log10(one.value) })),
    };
  return {
    ...shown,
    y: valueScale(metric, values, references, parts),
    ticks: ticksOf(metric),
    references,
  };
}

function overIndex(
  over: string,
  measured: readonly ChartRow[],
  lines: readonly ChartLine[],
  large: boolean,
): Omit<ChartPicture, 'lines' | 'read'> {
  const least = LEAST_SHARE * Math.max(Number.MIN_VALUE / LEAST_SHARE, ...valuesOf(measured));
  const exponentOf = (value: number) => Math.log10(Math.max(value, least));
  const rows = measured.map(({ x, values }) => ({
    x,
    values: values.map((value) => (value === null ? null : exponentOf(value))),
  }));
  const right = Math.max(2, ...lines.map(({ curve }) => curve.length));
  const x = scaleOf([0, right], 5);
  return {
    rows,
    x: { ...x, low: 1, high: right, ticks: [1, ...x.ticks.filter((tick) => tick > 1 && tick <= right)] },
    y: powerScale(valuesOf(rows), large ? 3 : 4),
    ticks: 'power',
    over: { one: over, many: `${over}s`, decimals: 0 },
    references: [],
    names: lines
      .filter(({ reference }) => reference)
      .map(({ label, curve }) => {
        const end = curve.y(curve.length - 1) ?? 0;
        return { label, brief: 'start', value: exponentOf(end) };
      }),
  };
}
