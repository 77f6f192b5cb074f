/** @file The app's colours for a picture that stands alone: each in two lights, read from the app's own stylesheet. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Colour {
  light: string;
  dark: string;
}

const stylesheet = fileURLToPath(new URL('../../../ui/styles/tokens.css', import.meta.url));

/** The custom properties of the form `--name: light-dark(…, …)`. */
export function readColours(css = readFileSync(stylesheet, 'utf8')): ReadonlyMap<string, Colour> {
  const found = css.matchAll(/(--[\w-]+):\s*light-dark\((#[0-9a-f]+),\s*(#[0-9a-f]+)\)/g);
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));
}

/** @throws Error when the stylesheet has no such colour */
export function colourOf(colours: ReadonlyMap<string, Colour>, property: string): Colour {
  // As the charts write it: `var(--arm-none)`.
  const name = property.replace(/^var\((.+)\)$/, '$1');
  const colour = colours.get(name);
  if (colour === undefined) throw new Error(`The stylesheet has no colour ${name} in two lights.`);
  return colour;
}

/** What a class does with a colour of the stylesheet. */
export interface Paint {
  selector: string;
  attribute: 'fill' | 'stroke';
  property: string;
}

/** Rules for both lights; the viewer's is chosen when the picture is looked at. */
export function stylesOf(paints: readonly Paint[], colours = readColours()): string {
  const rules = (light: keyof Colour) =>
    paints
      .map(
        ({ selector, attribute, property }) =>
          `${selector}{${attribute}:${colourOf(colours, property)[light]}}`,
      )
      .join('');
  return `${rules('light')}@media (prefers-color-scheme:dark){${rules('dark')}}`;
}
