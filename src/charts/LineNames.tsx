/** @file The names of lines at their right ends in SVG, spread apart, each led to where its line ends. */
import { hundredths, midline } from './plane.ts';
import { isWithin, pixelOf, spreadLabels, type Scale } from './scale.ts';

export interface LineName {
  id: string;
  text: string;
  /** At which value of y its line is. */
  value: number;
  /** The value as it is written behind the text, if it is. */
  figure?: string;
  colour?: string | undefined;
}

interface Props {
  names: readonly LineName[];
  y: Scale;
  /** Pixels of the area of the curves. */
  height: number;
  /** Least distance between two names, and how far up and down they may stand, all in pixels. */
  gap: number;
  least: number;
  most: number;
}

/** Width of the leader from the line's end to its name. */
export const LEADER = 12;

/** A name with the pixels at which its line ends, and at which it stands itself. */
export interface PlacedName extends LineName {
  end: number;
  place: number;
}

export function placedNames({ names, y, height, gap, least, most }: Props): PlacedName[] {
  const ends = names.map(({ value }) => Math.min(height, Math.max(0, pixelOf(y, value, height))));
  const places = spreadLabels(ends, gap, least, most);
  return names.map((name, index) => ({
    ...name,
    end: hundredths(ends[index] ?? 0),
    place: hundredths(places[index] ?? 0),
  }));
}

/** With the top right corner of the area of the curves as its origin. */
export const LineNames = (props: Props) =>
  placedNames(props).map((name) => (
    <g key={name.id}>
      <Leader name={name} y={props.y} />
      <NameText name={name} y={props.y} />
    </g>
  ));

interface PlacedProps {
  name: PlacedName;
  y: Scale;
}

/** From the line's end, where that is in sight, to its name. */
export const Leader = ({ name: { value, end, place }, y }: PlacedProps) =>
  isWithin(y, value) && <path className="plot-leader" d={`M0 ${end}L${LEADER - 3} ${place}`} />;

export const NameText = ({ name: { text, value, figure, colour, place }, y }: PlacedProps) => (
  <text
    className="plot-name"
    x={LEADER}
    y={place}
    dy={midline}
    {...(colour !== undefined && { style: { fill: colour } })}
  >
    {text}
    {figure !== undefined && (
      <tspan className="plot-name-figure" dx="0.35em">
        {figure}
      </tspan>
    )}
    {value < y.low && ' ↓'}
    {value > y.high && ' ↑'}
  </text>
);
