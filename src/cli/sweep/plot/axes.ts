/** @file The axes of a plot and the lines that its curves are read against. */
import { percentTick, pixelOf, scaleOf, spreadLabels, tickText, type Scale } from '../../../charts/scale.ts';
import { alwaysIncluded, isPercentage } from '../metricWords.ts';
import type { Reference } from '../result.ts';
import type { Panel } from './panels.ts';
import { element, text } from './svg.ts';

/** Pixels of the curves of one plot. */
export interface Area {
  width: number;
  height: number;
}

export interface Axes {
  area: Area;
  x: Scale;
  y: Scale;
  tick: (value: number) => string;
}

/** One scale for all plots, so that they can be compared. */
export function axesOf(metric: string, panels: readonly Panel[], area: Area): Axes {
  const points = panels.flatMap(({ lines }) => lines).flatMap((line) => line.points);
  const references = panels.flatMap((panel) => panel.references).filter(({ distant }) => distant !== true);
  const included = alwaysIncluded(metric);
  const y = scaleOf([
    ...points.flatMap(({ mean, standardError }) => [
      mean - (standardError ?? 0),
      mean + (standardError ?? 0),
    ]),
    ...references.map(({ value }) => value),
    ...(included === undefined ? [] : [included]),
  ]);
  const x = scaleOf([0, ...points.map(({ epoch }) => epoch)]);
  return { area, x, y, tick: (value) => (isPercentage(metric) ? percentTick : tickText)(y, value) };
}

export const along = ({ area, x }: Axes, epoch: number): number =>
  (area.width * (epoch - x.low)) / (x.high - x.low);
export const above = ({ area, y }: Axes, value: number): number => pixelOf(y, value, area.height);

export function drawAxes(axes: Axes): string {
  const { area, x, y, tick } = axes;
  const rows = y.ticks.map((value) => {
    const at = above(axes, value);
    return [
      element('line', { class: 'grid', x1: 0, x2: area.width, y1: at, y2: at }),
      text({ class: 'soft', x: -8, y: at + 4, 'font-size': 11, 'text-anchor': 'end' }, tick(value)),
    ].join('');
  });
  const columns = x.ticks.map((value) =>
    text(
      { class: 'soft', x: along(axes, value), y: area.height + 16, 'font-size': 11, 'text-anchor': 'middle' },
      tickText(x, value),
    ),
  );
  return [
    ...rows,
    element('line', { class: 'axis', x1: 0, x2: area.width, y1: area.height, y2: area.height }),
    ...columns,
    text({ class: 'soft', x: 0, y: area.height + 32, 'font-size': 11 }, 'epoch'),
  ].join('');
}

/** Pixels from the label of one reference line to the next, at least. */
const labelGap = 12;

/** Pixels that the label of a reference line takes, on the wide side: a picture cannot measure its text. */
export const labelWidth = (label: string): number => 6 * label.length;

/** Dotted lines, named beside the plot. */
export function drawReferences(references: readonly Reference[], axes: Axes): string[] {
  const { area } = axes;
  const places = references.map(({ value }) => above(axes, value));
  const labels = spreadLabels(places, labelGap, 4, area.height);
  return references.map(({ label }, index) => {
    const at = places[index] ?? 0;
    return [
      element('line', {
        class: 'reference',
        x1: 0,
        x2: area.width,
        y1: at,
        y2: at,
        'stroke-dasharray': '1.5 3',
      }),
      text({ class: 'soft', x: area.width + 6, y: (labels[index] ?? at) + 3.5, 'font-size': 10.5 }, label),
    ].join('');
  });
}
