/** @file The area of the curves in SVG: grid, bands, references, curves and the line of the x axis. */
import { hundredths, pathThrough, positionOf, type Plane } from './plane.ts';
import { pixelOf } from './scale.ts';
import { referenceDash } from './strokes.ts';

/** How a curve is stroked. Where there is no `stroke`, the class has one in its stylesheet. */
export interface Stroke {
  className: string;
  stroke?: string;
  strokeDasharray: string | undefined;
  strokeWidth: number;
  strokeOpacity?: number;
}

export interface AreaCurve {
  id: string;
  /** Through each of them, straight. */
  points: readonly { x: number; y: number }[];
  stroke: Stroke;
  band?: { points: readonly { x: number; low: number; high: number }[]; className: string };
}

interface Props {
  plane: Plane;
  curves: readonly AreaCurve[];
  /** Values of y that are marked right across. */
  references: readonly number[];
  /** Whether there are a grid and the line of the x axis. */
  framed: boolean;
}

/** What lies beneath a band, and another band over it, still show. */
const BAND_OPACITY = 0.16;

/** Paints nothing itself but what `Stroke` says: grid, axis and references have classes. */
export function PlotArea({ plane, curves, references, framed }: Props) {
  const { y, width, height } = plane;
  const level = (value: number) => `M0 ${hundredths(pixelOf(y, value, height))}H${width}`;
  return (
    <>
      {framed && y.ticks.map((tick) => <path key={tick} className="plot-grid" d={level(tick)} />)}
      {curves.map(
        ({ id, band }) =>
          band !== undefined && (
            <path
              key={id}
              className={band.className}
              fillOpacity={BAND_OPACITY}
              d={outline(plane, band.points)}
            />
          ),
      )}
      {references.map((value) => (
        <path
          key={`reference ${value}`}
          className="plot-reference"
          strokeDasharray={referenceDash}
          d={level(value)}
        />
      ))}
      {curves.map(({ id, points, stroke }) => (
        <path
          key={id}
          {...stroke}
          fill="none"
          strokeLinejoin="round"
          d={pathThrough(points.map(({ x, y }) => positionOf(plane, x, y)))}
        />
      ))}
      {framed && <path className="plot-axis" d={`M0 ${height}H${width}`} />}
    </>
  );
}

/** There along the upper edge, back along the lower one. */
function outline(plane: Plane, points: readonly { x: number; low: number; high: number }[]): string {
  return `${pathThrough([
    ...points.map(({ x, high }) => positionOf(plane, x, high)),
    ...points.toReversed().map(({ x, low }) => positionOf(plane, x, low)),
  ])}Z`;
}
