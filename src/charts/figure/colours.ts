/** @file The app's colours for a picture that stands alone: each in two lights, as the app's stylesheet has them. */

export interface LightAndDark {
  light: string;
  dark: string;
}

/** By the name of its custom property. */
export type Colours = ReadonlyMap<string, LightAndDark>;

/** The custom properties of a stylesheet that have the form `--name: light-dark(…, …)`. */
export function coloursIn(css: string): Colours {
  const found = css.matchAll(/(--[\w-]+):\s*light-dark\((#[0-9a-f]+),\s*(#[0-9a-f]+)\)/g);
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));
}

/** As the charts write it, `var(--arm-none)`, or the name alone. */
const nameOf = (property: string): string => property.replace(/^var\((.+)\)$/, '$1');

/** @throws Error when the stylesheet has no such colour */
export function colourOf(colours: Colours, property: string): LightAndDark {
  const name = nameOf(property);
  const colour = colours.get(name);
  if (colour === undefined) throw new Error(`The stylesheet has no colour ${name} in two lights.`);
  return colour;
}

/** What a class does with a colour of the stylesheet. */
export interface Paint {
  className: string;
  attribute: 'fill' | 'stroke';
  property: string;
}

/** Of what has a colour of its own: class `stroke-arm-none` strokes with `var(--arm-none)`. */
export const paintOf = (attribute: Paint['attribute'], property: string): Paint => ({
  className: `${attribute}${nameOf(property).slice(1)}`,
  attribute,
  property,
});

/** Rules for both lights; the viewer's is chosen when the picture is looked at. */
export function paintRules(paints: readonly Paint[], colours: Colours): string {
  const rules = (light: keyof LightAndDark) =>
    paints
      .map(
        ({ className, attribute, property }) =>
          `.${className}{${attribute}:${colourOf(colours, property)[light]}}`,
      )
      .join('');
  return `${rules('light')}@media (prefers-color-scheme:dark){${rules('dark')}}`;
}
