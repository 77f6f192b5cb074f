/** @file Elements of SVG as text. */

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What is undefined is left out; numbers are rounded to hundredths of a pixel. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? pixels(value) : value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** `content` as it reads. */
export const text = (attributes: Attributes, content: string): string =>
  element('text', attributes, escaped(content));

export const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export type Position = readonly [x: number, y: number];

/** A path through `points`, or nothing where there are none. */
export const polyline = (points: readonly Position[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${pixels(x)} ${pixels(y)}`).join('');

const pixels = (value: number): string => String(Number(value.toFixed(2)));
