/** @file The area of the curves as a plane with two axes, and paths in it. */
import { pixelOf, shareOf, type Scale } from './scale.ts';

export interface Plane {
  x: Scale;
  y: Scale;
  /** Units of the drawing. */
  width: number;
  height: number;
}

/** Units from the left and from the top. */
export type Position = readonly [across: number, down: number];

export const positionOf = ({ x, y, width, height }: Plane, atX: number, atY: number): Position => [
  width * shareOf(x, atX),
  pixelOf(y, atY, height),
];

/** A path from the first of `positions` through all others; empty where there are none. */
export const pathThrough = (positions: readonly Position[]): string =>
  positions
    .map(([across, down], index) => `${index === 0 ? 'M' : 'L'}${hundredths(across)} ${hundredths(down)}`)
    .join('');

/** How far down a text is moved for its middle to stand where it is placed. */
export const midline = '0.355em';

/** Finer than any screen shows, and no longer than needed. */
export const hundredths = (value: number): number => Number(value.toFixed(2));
