/** @file From a metric and the arms to what is drawn: points, axes, reference lines. Pure. */
import { binSeries, type ChartRow } from './binning.ts';
import type { ChartArm } from './arms.ts';
import { linesOf, type ChartLine } from './curves.ts';
import type { Pace } from '../metrics/facts.ts';
import type { Metric, Reference } from '../metrics/metric.ts';
import { referencesOf, type ArmsReference } from './references.ts';
import { powerScale, reach, scaleOf, type Scale } from './scale.ts';
import { ticksOf, type Ticks } from './ticks.ts';
import { valueScale } from './valueScale.ts';

export interface ChartPicture {
  lines: readonly Omit<ChartLine, 'curve'>[];
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
): ChartPicture {
  const all = linesOf(arms, metric, pace.stepsPerEpoch);
  const rows = binSeries(
    all.map(({ curve }) => curve),
    large ? MAX_ROWS.large : MAX_ROWS.small,
  );
  const lines = all.map(({ id, label, style, reference }) => ({ id, label, style, reference }));
  return metric.profile === undefined
    ? { lines, ...overTime(metric, rows, referencesOf(metric, arms), pace, step, large) }
    : { lines, ...overIndex(metric.profile.over, rows, all, large) };
}

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
): Omit<ChartPicture, 'lines'> {
  const right = reach(
    Math.max(rows.at(-1)?.x ?? 0, step / pace.stepsPerEpoch),
    pace.totalSteps / pace.stepsPerEpoch,
  );
  const x = scaleOf([0, right], 5);
  return {
    rows,
    x: { ...x, low: 0, high: right, ticks: x.ticks.filter((tick) => tick <= right) },
    y: valueScale(metric, valuesOf(rows), references, large ? 3 : 4),
    ticks: ticksOf(metric),
    over: { one: 'epoch', many: 'epochs', decimals: 1 },
    references,
    names: [],
  };
}

function overIndex(
  over: string,
  measured: readonly ChartRow[],
  lines: readonly ChartLine[],
  large: boolean,
): Omit<ChartPicture, 'lines'> {
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
