/** @file One plot of a figure: mean curves with a band of ± one standard error, and what they are read against. */
import { LineNames } from '../LineNames.tsx';
import { positionOf, type Plane } from '../plane.ts';
import { PlotArea } from '../PlotArea.tsx';
import { isWithin } from '../scale.ts';
import { gaps, lineWidth } from '../strokes.ts';
import type { Ticks } from '../ticks.ts';
import { TickTexts } from '../TickTexts.tsx';
import type { FigureLine, FigurePanel } from './figurePanel.ts';
import { bandClass, lineClass } from './styles.ts';

interface Props {
  panel: FigurePanel;
  plane: Plane;
  ticks: Ticks;
}

/** Pixels between two names of references, at least. */
const NAME_GAP = 12;

/** With the top left corner of the area of its curves as its origin. */
export function Panel({ panel: { title, note, lines, references }, plane, ticks }: Props) {
  const { x, y, width, height } = plane;
  const shown = references.filter(({ value }) => isWithin(y, value));
  const names = shown.map(({ label, value }) => ({ id: label, text: label, value }));
  // A solid line would hide a dashed one that runs along with it.
  const solidFirst = lines.toSorted((a, b) => gaps(a.style.dash) - gaps(b.style.dash));
  return (
    <>
      <text className="figure-panel" y={-10}>
        {title}
      </text>
      <PlotArea
        plane={plane}
        curves={solidFirst.map(curveOf)}
        references={shown.map(({ value }) => value)}
        framed
      />
      <TickTexts {...{ x, y, ticks, height }} across={(epoch) => positionOf(plane, epoch, y.low)[0]} />
      <g transform={`translate(${width} 0)`}>
        <LineNames {...{ names, y, height }} gap={NAME_GAP} least={0} most={height} />
      </g>
      <text className="figure-note" y={height + 32}>
        epoch
      </text>
      <text className="figure-note" x={width} y={height + 32} textAnchor="end">
        {note}
      </text>
    </>
  );
}

function curveOf(line: FigureLine) {
  const sure = line.points.flatMap(({ epoch, mean, standardError }) =>
    standardError === null ? [] : [{ x: epoch, low: mean - standardError, high: mean + standardError }],
  );
  return {
    id: line.label,
    points: line.points.map(({ epoch, mean }) => ({ x: epoch, y: mean })),
    stroke: strokeOf(line),
    ...(sure.length > 1 && { band: { points: sure, className: bandClass(line) } }),
  };
}

export const strokeOf = (line: FigureLine) => ({
  className: lineClass(line),
  strokeDasharray: line.style.dash,
  strokeWidth: lineWidth(false, true),
});
