/** @file How a line of a plot is drawn, and the legend that names it. */
import type { PlotLine } from './panels.ts';
import { element, polyline, text } from './svg.ts';

export const strokeOf = ({ style: { dash } }: PlotLine) => ({
  fill: 'none',
  'stroke-width': 2,
  'stroke-linejoin': 'round',
  'stroke-dasharray': dash,
});

/** Share of a line that is left out by its dash. */
export function gaps({ style: { dash } }: PlotLine): number {
  const lengths = dash?.split(' ').map(Number) ?? [];
  const sum = (parts: number[]) => parts.reduce((total, part) => total + part, 0);
  return lengths.length === 0 ? 0 : sum(lengths.filter((_, index) => index % 2 === 1)) / sum(lengths);
}

/** Of letters at the size of the legend, on the wide side: a picture cannot measure its text. */
const letterWidth = 6.6;

/** As many entries in a row as fit. */
export function drawLegend(lines: readonly PlotLine[], width: number): { entries: string[]; height: number } {
  const sample = 26;
  let x = 0;
  let row = 0;
  const entries = lines.map((line, index) => {
    const length = sample + 8 + line.label.length * letterWidth + 20;
    if (x > 0 && x + length > width) {
      x = 0;
      row += 1;
    }
    const y = 12 + row * 18;
    const entry = [
      element('path', {
        class: `line${index}`,
        ...strokeOf(line),
        d: polyline([
          [x, y],
          [x + sample, y],
        ]),
      }),
      text({ class: 'ink', x: x + sample + 8, y: y + 4, 'font-size': 12 }, line.label),
    ].join('');
    x += length;
    return entry;
  });
  return { entries, height: 18 * (row + 1) + 8 };
}
