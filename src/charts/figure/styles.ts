/** @file The stylesheet that a figure brings along: no font and no rule comes from elsewhere. */
import { paintOf, paintRules, type Colours, type Paint } from './colours.ts';
import type { FigureLine } from './figurePanel.ts';

const type = [
  "text{font-family:'Inter Variable',Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:11px}",
  '.figure-title{font-size:15px;font-weight:600}',
  '.figure-line,.figure-entry{font-size:12px}',
  '.figure-panel{font-size:12.5px;font-weight:600}',
  '.plot-name{font-size:10.5px}',
  '.plot-leader{fill:none}',
].join('');

const paints: readonly Paint[] = [
  { className: 'figure-ground', attribute: 'fill', property: '--card' },
  ...['figure-title', 'figure-panel', 'figure-entry'].map(inInk('--ink')),
  ...['figure-line', 'figure-note', 'plot-tick', 'plot-name'].map(inInk('--soft')),
  { className: 'plot-grid', attribute: 'stroke', property: '--grid' },
  { className: 'plot-axis', attribute: 'stroke', property: '--axis' },
  { className: 'plot-reference', attribute: 'stroke', property: '--reference' },
  { className: 'plot-leader', attribute: 'stroke', property: '--reference' },
];

function inInk(property: string) {
  return (className: string): Paint => ({ className, attribute: 'fill', property });
}

export const lineClass = ({ style }: FigureLine): string => paintOf('stroke', style.colour).className;
export const bandClass = ({ style }: FigureLine): string => paintOf('fill', style.colour).className;

export function figureStyles(lines: readonly FigureLine[], colours: Colours): string {
  const used = [...new Set(lines.map(({ style }) => style.colour))];
  const own = used.flatMap((colour) => [paintOf('stroke', colour), paintOf('fill', colour)]);
  return `${type}${paintRules([...paints, ...own], colours)}`;
}
