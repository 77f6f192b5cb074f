/** @file What Shapes are drawn of: outlines, textures, colours and backgrounds, each a small pure function. */

/** Red, green, blue, 0–255. */
export type Colour = readonly [number, number, number];

export interface Figure {
  name: string;
  /** Whether a point is inside. The figure lies within the unit circle; y points down. */
  contains: (x: number, y: number) => boolean;
}

export interface Texture {
  name: string;
  /** Whether a point, in the figure's own coordinates, has the darker shade. */
  isDark: (x: number, y: number) => boolean;
}

export interface Background {
  name: string;
  /**
   * The colour at a point of the picture.
   * @param v height in the picture, 0 (top) to 1
   * @param noise uniform in [0, 1), of this pixel
   */
  colour: (v: number, noise: number) => Colour;
}

const FIVE_POINTS = (2 * Math.PI) / 5;

function inStar(x: number, y: number): boolean {
  // Fold the plane onto half a point of the star: its edge is the line from the tip to the notch.
  const turn = Math.atan2(x, -y);
  const folded = Math.abs(turn - FIVE_POINTS * Math.round(turn / FIVE_POINTS));
  const radius = Math.hypot(x, y);
  const along = radius * Math.cos(folded);
  const across = radius * Math.sin(folded);
  const notch = { along: 0.42 * Math.cos(FIVE_POINTS / 2), across: 0.42 * Math.sin(FIVE_POINTS / 2) };
  return across * (1 - notch.along) < notch.across * (1 - along);
}

function inHeart(x: number, y: number): boolean {
  const u = x * 1.35;
  const v = -y * 1.3 + 0.15;
  const body = u * u + v * v - 1;
  return body * body * body < u * u * v * v * v;
}

/** The label is the index here. */
export const figures: readonly Figure[] = [
  { name: 'circle', contains: (x, y) => x * x + y * y < 0.72 },
  { name: 'square', contains: (x, y) => Math.abs(x) < 0.7 && Math.abs(y) < 0.7 },
  { name: 'triangle', contains: (x, y) => y < 0.55 && y > -0.98 && Math.abs(x) < (y + 0.98) * 0.54 },
  { name: 'star', contains: inStar },
  {
    name: 'cross',
    contains: (x, y) =>
      Math.max(Math.abs(x), Math.abs(y)) < 0.85 && Math.min(Math.abs(x), Math.abs(y)) < 0.26,
  },
  {
    name: 'ring',
    contains: (x, y) => {
      const radius = Math.hypot(x, y);
      return radius > 0.5 && radius < 0.88;
    },
  },
  { name: 'heart', contains: inHeart },
  {
    name: 'crescent',
    contains: (x, y) => Math.hypot(x, y) < 0.92 && Math.hypot(x - 0.42, y) > 0.7,
  },
];

export const palette: readonly { name: string; colour: Colour }[] = [
  { name: 'red', colour: [222, 45, 48] },
  { name: 'orange', colour: [245, 135, 31] },
  { name: 'yellow', colour: [244, 206, 40] },
  { name: 'green', colour: [48, 160, 72] },
  { name: 'cyan', colour: [38, 186, 200] },
  { name: 'blue', colour: [48, 96, 214] },
  { name: 'violet', colour: [130, 66, 190] },
  { name: 'pink', colour: [240, 120, 180] },
];

const isOdd = (value: number): boolean => Math.abs(Math.floor(value)) % 2 === 1;

export const textures: readonly Texture[] = [
  { name: 'plain', isDark: () => false },
  { name: 'striped', isDark: (_, y) => isOdd(y * 3.2) },
  { name: 'chequered', isDark: (x, y) => isOdd(x * 2.6) !== isOdd(y * 2.6) },
  {
    name: 'dotted',
    isDark: (x, y) => {
      const u = x * 2.2 - Math.round(x * 2.2);
      const v = y * 2.2 - Math.round(y * 2.2);
      return u * u + v * v < 0.09;
    },
  },
];

const grey = (level: number): Colour => [level, level, level];

export const backgrounds: readonly Background[] = [
  { name: 'white', colour: () => grey(250) },
  { name: 'grey', colour: () => grey(128) },
  { name: 'black', colour: () => grey(18) },
  { name: 'dawn', colour: (v) => [120 + 120 * v, 150 + 40 * v, 215 - 75 * v] },
  { name: 'meadow', colour: (v) => (v < 0.55 ? [176, 214, 240] : [150, 190, 120]) },
  { name: 'static', colour: (_, noise) => grey(60 + 150 * noise) },
];
