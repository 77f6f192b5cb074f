/** @file What the curves say at one place of the x axis. */
import { indexFrom } from './clipped.ts';
import type { ChartLine } from './curves.ts';

/** The values of lines at the point nearest to where they are read. */
export interface Reading {
  x: number;
  step: number;
  /** One per line; null where it has none at this very point. */
  values: (number | null)[];
}

/** Undefined where no line has a point. */
export function readingAt(lines: readonly Pick<ChartLine, 'curve'>[], x: number): Reading | undefined {
  const nearest = lines
    .flatMap(({ curve }) => nearestOf(curve, x))
    .sort((one, other) => Math.abs(one.x - x) - Math.abs(other.x - x))
    .at(0);
  if (nearest === undefined) return undefined;
  const values = lines.map(({ curve }) => {
    const place = indexFrom(curve, nearest.x);
    return place < curve.length && curve.x(place) === nearest.x ? curve.y(place) : null;
  });
  return { ...nearest, values };
}

/** The x of the points beside a reading, which the keyboard goes to; the same where there is none. */
export function besideOf(lines: readonly Pick<ChartLine, 'curve'>[], x: number, by: number): number {
  const [longest] = lines.toSorted((one, other) => other.curve.length - one.curve.length);
  if (longest === undefined || longest.curve.length === 0) return x;
  const { curve } = longest;
  const place = indexFrom(curve, nearestOf(curve, x)[0]?.x ?? x);
  return curve.x(Math.min(curve.length - 1, Math.max(0, place + by)));
}

/** The point of a curve that is nearest, and has a value. */
function nearestOf(curve: ChartLine['curve'], x: number): { x: number; step: number }[] {
  const from = indexFrom(curve, x);
  let [left, right] = [from - 1, from];
  while (left >= 0 && curve.y(left) === null) left--;
  while (right < curve.length && curve.y(right) === null) right++;
  return [left, right]
    .flatMap((place) =>
      place >= 0 && place < curve.length ? [{ x: curve.x(place), step: curve.step(place) }] : [],
    )
    .sort((one, other) => Math.abs(one.x - x) - Math.abs(other.x - x))
    .slice(0, 1);
}
