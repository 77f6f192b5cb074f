/**
 * @file The curves of one metric as a picture that stands alone: small plots on one scale, drawn as the page draws
 * its charts, in both lights. Needs no page: rendered to text it is an SVG file.
 */
import type { Metric } from '../../metrics/metric.ts';
import { hundredths, midline } from '../plane.ts';
import { scaleOf } from '../scale.ts';
import { ticksOf } from '../ticks.ts';
import { valueScale } from '../valueScale.ts';
import type { Colours } from './colours.ts';
import { distinctLines, type FigureLine, type FigurePanel } from './figurePanel.ts';
import { layoutOf, margin, sample } from './layout.ts';
import { Panel, strokeOf } from './Panel.tsx';
import { figureStyles } from './styles.ts';

interface Props {
  metric: Pick<Metric, 'label' | 'line' | 'percent' | 'include'>;
  panels: readonly FigurePanel[];
  colours: Colours;
}

export function Figure({ metric, panels, colours }: Props) {
  const { width, height, area, corners, entries } = layoutOf(panels);
  const lines = distinctLines(panels);
  const axes = axesOf(metric, panels);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${hundredths(width)} ${hundredths(height)}`}
      width={hundredths(width)}
      height={hundredths(height)}
      role="img"
      aria-labelledby="title about"
    >
      <title id="title">{`${metric.label} over the epochs`}</title>
      <desc id="about">{panels.map(inWords).join(' ')}</desc>
      <style>{figureStyles(lines, colours)}</style>
      <rect className="figure-ground" width={hundredths(width)} height={hundredths(height)} />
      <text className="figure-title" x={margin} y={24}>
        {metric.label}
      </text>
      <text className="figure-line" x={margin} y={41}>
        {metric.line}
      </text>
      {lines.map((line, index) => (
        <g key={line.label} transform={translation(entries[index])}>
          <path {...strokeOf(line)} d={`M0 0H${sample.width}`} />
          <text className="figure-entry" x={sample.width + sample.gap} dy={midline}>
            {line.label}
          </text>
        </g>
      ))}
      {panels.map((panel, index) => (
        <g key={index} transform={translation(corners[index])}>
          <Panel panel={panel} plane={{ ...axes, ...area }} ticks={ticksOf(metric)} />
        </g>
      ))}
    </svg>
  );
}

const translation = ({ left, top } = { left: 0, top: 0 }): string =>
  `translate(${hundredths(left)} ${hundredths(top)})`;

/** One scale for all plots, so that they can be compared. */
function axesOf(metric: Props['metric'], panels: readonly FigurePanel[]) {
  const points = panels.flatMap(({ lines }) => lines).flatMap((line) => line.points);
  const reached = points.flatMap(({ mean, standardError }) => [
    mean - (standardError ?? 0),
    mean + (standardError ?? 0),
  ]);
  const references = panels.flatMap((panel) => panel.references);
  return {
    x: scaleOf([0, ...points.map(({ epoch }) => epoch)]),
    y: valueScale(metric, reached, references, 4),
  };
}

/** For those who do not see the picture: where each line ends. */
const inWords = ({ title, lines }: FigurePanel): string =>
  `${title}: ${lines.map(({ label, points }) => `${label} ends at ${endOf(points)}`).join(', ')}.`;

function endOf(points: FigureLine['points']): string {
  const last = points.at(-1);
  if (last === undefined) return 'nothing';
  const error = last.standardError === null ? '' : ` ± ${last.standardError.toPrecision(2)}`;
  return `${last.mean.toPrecision(3)}${error}`;
}
