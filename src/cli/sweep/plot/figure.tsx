/** @file The curves of one metric of a sweep as the text of an SVG file, drawn by the page's own chart code. */
import { renderToStaticMarkup } from 'react-dom/server';
import { Figure } from '../../../charts/figure/Figure.tsx';
import { alwaysIncluded, isPercentage, metricLabel, metricLine } from '../metricWords.ts';
import { readColours } from './colours.ts';
import type { SweepPanel } from './panels.ts';

/** The whole picture; the same text for the same panels. */
export function drawFigure(metric: string, panels: readonly SweepPanel[]): string {
  const include = alwaysIncluded(metric);
  const figure = (
    <Figure
      metric={{
        label: metricLabel(metric),
        line: metricLine(metric) ?? '',
        percent: isPercentage(metric),
        ...(include !== undefined && { include }),
      }}
      panels={panels.map((panel) => ({ ...panel, note: seedsInWords(panel.seeds) }))}
      colours={readColours()}
    />
  );
  return `${renderToStaticMarkup(figure)}\n`;
}

function seedsInWords([least, most]: SweepPanel['seeds']): string {
  if (most === 1) return 'one seed';
  return least === most ? `${most} seeds, ± standard error` : `${least} to ${most} seeds, ± standard error`;
}
