/** @file The ticks of both axes in SVG, beside and beneath the area of the curves. */
import { hundredths, midline } from './plane.ts';
import { pixelOf, tickText, type Scale } from './scale.ts';
import { tickTexts, type Ticks } from './ticks.ts';

interface Props {
  x: Scale;
  y: Scale;
  ticks: Ticks;
  /** Pixels of the area of the curves. */
  height: number;
  /** Where a value of x stands, in pixels or in per cent of the area's width. */
  across: (value: number) => number | string;
}

/** Pixels between the area and its ticks. */
const GAP = 8;

export function TickTexts({ x, y, ticks, height, across }: Props) {
  return (
    <>
      {y.ticks.map((tick) => (
        <text
          key={`y ${tick}`}
          className="plot-tick"
          x={-GAP}
          y={hundredths(pixelOf(y, tick, height))}
          dy={midline}
          textAnchor="end"
        >
          {tickTexts[ticks](y, tick)}
        </text>
      ))}
      {x.ticks.map((tick) => (
        <text
          key={`x ${tick}`}
          className="plot-tick"
          x={across(tick)}
          y={height + GAP}
          dy="0.71em"
          textAnchor="middle"
        >
          {tickText(x, tick)}
        </text>
      ))}
    </>
  );
}
