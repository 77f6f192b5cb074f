/** @file The curves of one metric as an SVG picture: small plots on one scale, means with a band of ± one error. */
import { metricLabel, metricLine } from '../metricWords.ts';
import { above, along, axesOf, drawAxes, drawReferences, labelWidth, type Area, type Axes } from './axes.ts';
import { stylesOf, type Paint } from './colours.ts';
import { drawLegend, gaps, strokeOf } from './lines.ts';
import type { Panel, PlotLine } from './panels.ts';
import { element, escaped, polyline, text, type Position } from './svg.ts';

/** Pixels around the curves of one plot; on the right, what the longest label takes. */
const room = { left: 44, top: 28, bottom: 40 };
const roomForLabels = (panels: readonly Panel[]): number =>
  Math.max(...panels.flatMap(({ references }) => references).map(({ label }) => labelWidth(label)), 0) + 16;
const margin = 14;
/** Title and legend. */
const header = 52;

/** Plots in a row, and the size of each: few are drawn larger. */
function arrangement(count: number): { columns: number; area: Area } {
  if (count <= 1) return { columns: 1, area: { width: 440, height: 200 } };
  if (count === 2 || count === 4) return { columns: 2, area: { width: 280, height: 160 } };
  return { columns: 3, area: { width: 216, height: 150 } };
}

/** The whole picture, as the text of an SVG file. */
export function drawFigure(metric: string, panels: readonly Panel[]): string {
  const { columns, area } = arrangement(panels.length);
  const cell = {
    width: room.left + area.width + roomForLabels(panels),
    height: room.top + area.height + room.bottom,
  };
  const lines = distinctLines(panels);
  const legend = drawLegend(lines, columns * cell.width);
  const width = 2 * margin + columns * cell.width;
  const top = header + legend.height;
  const height = top + Math.ceil(panels.length / columns) * cell.height + margin;
  const axes = axesOf(metric, panels, area);
  const plots = panels.map((panel, index) => {
    const x = margin + (index % columns) * cell.width + room.left;
    const y = top + Math.floor(index / columns) * cell.height + room.top;
    return element('g', { transform: `translate(${x} ${y})` }, drawPanel(panel, axes, lines));
  });
  const label = metricLabel(metric);
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'title about',
    },
    element('title', { id: 'title' }, escaped(`${label} over the epochs`)),
    element('desc', { id: 'about' }, escaped(description(panels))),
    element('style', {}, `text{${font}}${stylesOf([...paints, ...linePaints(lines)])}`),
    element('rect', { class: 'ground', width, height }),
    text({ class: 'ink', x: margin, y: 24, 'font-size': 15, 'font-weight': 600 }, label),
    text({ class: 'soft', x: margin, y: 41, 'font-size': 12 }, metricLine(metric) ?? ''),
    element('g', { transform: `translate(${margin} ${header})` }, ...legend.entries),
    ...plots,
  )}\n`;
}

const font =
  "font-family:'Inter Variable',Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif";

const paints: readonly Paint[] = [
  { selector: '.ground', attribute: 'fill', property: '--card' },
  { selector: '.ink', attribute: 'fill', property: '--ink' },
  { selector: '.soft', attribute: 'fill', property: '--soft' },
  { selector: '.grid', attribute: 'stroke', property: '--grid' },
  { selector: '.axis', attribute: 'stroke', property: '--axis' },
  { selector: '.reference', attribute: 'stroke', property: '--reference' },
];

const linePaints = (lines: readonly PlotLine[]): Paint[] =>
  lines.flatMap(({ style: { colour: property } }, index) => [
    { selector: `.line${index}`, attribute: 'stroke', property },
    { selector: `.band${index}`, attribute: 'fill', property },
  ]);

/** One of each label, in the order they come. */
const distinctLines = (panels: readonly Panel[]): PlotLine[] => [
  ...new Map(panels.flatMap(({ lines }) => lines).map((line) => [line.label, line])).values(),
];

/** For those who do not see the picture: where each line ends. */
function description(panels: readonly Panel[]): string {
  return panels
    .map(({ title, lines }) => {
      const ends = lines.map(({ label, points }) => `${label} ends at ${endOf(points)}`);
      return `${title}: ${ends.join(', ')}.`;
    })
    .join(' ');
}

function endOf(points: PlotLine['points']): string {
  const last = points.at(-1);
  if (last === undefined) return 'nothing';
  const error = last.standardError === null ? '' : ` ± ${last.standardError.toPrecision(2)}`;
  return `${last.mean.toPrecision(3)}${error}`;
}

function drawPanel(panel: Panel, axes: Axes, legend: readonly PlotLine[]): string {
  const { area, y } = axes;
  const at = (epoch: number, value: number): Position => [along(axes, epoch), above(axes, value)];
  const classOf = (line: PlotLine) => legend.findIndex(({ label }) => label === line.label);
  const bands = panel.lines.map((line) => {
    const sure = line.points.flatMap(({ epoch, mean, standardError }) =>
      standardError === null ? [] : [{ epoch, mean, standardError }],
    );
    const outline = [
      ...sure.map(({ epoch, mean, standardError }) => at(epoch, mean + standardError)),
      ...sure.toReversed().map(({ epoch, mean, standardError }) => at(epoch, mean - standardError)),
    ];
    return sure.length < 2
      ? ''
      : element('path', { class: `band${classOf(line)}`, 'fill-opacity': 0.16, d: `${polyline(outline)}Z` });
  });
  // A solid line would hide a dashed one that runs along with it.
  const solidFirst = panel.lines.toSorted((a, b) => gaps(a) - gaps(b));
  const lines = solidFirst.map((line) =>
    element('path', {
      class: `line${classOf(line)}`,
      ...strokeOf(line),
      d: polyline(line.points.map(({ epoch, mean }) => at(epoch, mean))),
    }),
  );
  const shown = panel.references.filter(({ value }) => value >= y.low && value <= y.high);
  return [
    text({ class: 'ink', x: 0, y: -10, 'font-size': 12.5, 'font-weight': 600 }, panel.title),
    drawAxes(axes),
    ...bands,
    ...drawReferences(shown, axes),
    ...lines,
    text(
      { class: 'soft', x: area.width, y: area.height + 32, 'font-size': 11, 'text-anchor': 'end' },
      seedsInWords(panel.seeds),
    ),
  ].join('');
}

function seedsInWords([least, most]: Panel['seeds']): string {
  if (most === 1) return 'one seed';
  return least === most ? `${most} seeds, ± standard error` : `${least} to ${most} seeds, ± standard error`;
}
