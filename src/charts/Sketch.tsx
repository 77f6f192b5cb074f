/**
 * @file The drawing of one chart in plain SVG: what there is to see before the drawing's code is loaded. It looks the
 * same, and has nothing for the pointer.
 */
import type { ChartRow } from './binning.ts';
import type { ChartPicture } from './picture.ts';
import { PlotArea } from './PlotArea.tsx';
import { plotHeight, type PlotFrame } from './plotFrame.ts';
import { shareOf } from './scale.ts';
import { BENEATH_OPACITY, lineWidth } from './strokes.ts';
import { TickTexts } from './TickTexts.tsx';

export interface SketchProps extends Pick<ChartPicture, 'rows' | 'lines' | 'x' | 'y' | 'ticks'> {
  /** Values of the reference lines; their labels stand beside the plot. */
  references: readonly number[];
  frame: PlotFrame;
  large: boolean;
}

/** Units of the drawing across; the screen's pixels come from stretching it. */
const WIDTH = 1000;

export function Sketch({ rows, lines, x, y, ticks, references, frame, large }: SketchProps) {
  const height = plotHeight(frame);
  const { top, left, right } = frame;
  const place = { top, left, width: `calc(100% - ${left + right}px)`, height };
  const curves = lines.map(({ id, style, reference, beneath = false }, column) => ({
    id,
    points: pointsOf(rows, column),
    stroke: {
      className: 'plot-curve',
      stroke: style.colour,
      strokeDasharray: style.dash,
      strokeWidth: lineWidth(reference || beneath, large),
      ...(beneath && { strokeOpacity: BENEATH_OPACITY }),
    },
  }));
  return (
    <div className="sketch" aria-hidden="true">
      <svg
        className="sketch-stretched"
        viewBox={`0 0 ${WIDTH} ${height}`}
        preserveAspectRatio="none"
        style={place}
      >
        <PlotArea plane={{ x, y, width: WIDTH, height }} {...{ curves, references }} framed={large} />
      </svg>
      {large && (
        <svg style={place}>
          <TickTexts {...{ x, y, ticks, height }} across={(value) => `${100 * shareOf(x, value)}%`} />
        </svg>
      )}
    </div>
  );
}

/** Every value that a line has, as if those between were none. */
const pointsOf = (rows: readonly ChartRow[], column: number) =>
  rows.flatMap(({ x, values }) => {
    const y = values[column];
    return typeof y === 'number' ? [{ x, y }] : [];
  });
