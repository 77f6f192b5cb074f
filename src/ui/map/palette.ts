/** @file The colours of the map, as the stylesheet has them in the light of the moment. */
import type { MapColour } from '../../store/map/map.ts';

export const CLASS_COLOURS = 10;

/** A class's custom property; where there are more classes than colours they begin again. */
export const classColour = (label: number): string => `--class-${label % CLASS_COLOURS}`;

/** By the marks of a frame's gates: shut, open, waiting. */
const gateColours = ['--gate-shut', '--gate-open', '--gate-waiting'] as const;

/** The custom property of a value that points are coloured by. */
export function colourOf(colour: MapColour, value: number): string {
  if (colour === 'class') return classColour(value);
  if (colour === 'gate') return gateColours[value] ?? gateColours[2];
  return value > 5 ? '--gate-waiting' : `--agree-${value}`;
}

/** What the canvas needs, which knows no custom properties. */
export interface Inks {
  of: (property: string) => string;
  card: string;
  ink: string;
  soft: string;
  accent: string;
  font: string;
}

/** @param probe an element of the page that is not seen */
export function inksOf(probe: HTMLElement): Inks {
  const known = new Map<string, string>();
  const of = (property: string): string => {
    const found = known.get(property);
    if (found !== undefined) return found;
    probe.style.color = `var(${property})`;
    const { color } = getComputedStyle(probe);
    known.set(property, color);
    return color;
  };
  return {
    of,
    card: of('--card'),
    ink: of('--ink'),
    soft: of('--soft'),
    accent: of('--accent'),
    font: getComputedStyle(probe).fontFamily,
  };
}
