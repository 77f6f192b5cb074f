/** @file A part of a curve: what lies within a range of x, and where the curve enters and leaves it. */
import type { Curve } from './curves.ts';

/** From one x to another; in charts over time, in epochs. */
export interface Range {
  from: number;
  to: number;
}

/** The first index whose x is at least `bound`; the length where there is none. By bisection: x ascends. */
export function indexFrom({ length, x }: Pick<Curve, 'length' | 'x'>, bound: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x(middle) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Point {
  x: number;
  y: number | null;
  step: number;
}

/** The curve within the range. Where it crosses an end it has a point there, on the line that is drawn. */
export function clipped(curve: Curve, { from, to }: Range): Curve {
  const first = indexFrom(curve, from);
  const end = indexFrom(curve, to);
  const last = end < curve.length && curve.x(end) === to ? end : end - 1;
  const inside = Math.max(0, last - first + 1);
  const entry = crossing(curve, first, from);
  const exit = crossing(curve, last + 1, to);
  const before = entry === undefined ? 0 : 1;
  const length = before + inside + (exit === undefined ? 0 : 1);
  const of = <Value>(index: number, own: (index: number) => Value, at: (point: Point) => Value): Value => {
    if (entry !== undefined && index === 0) return at(entry);
    if (exit !== undefined && index === length - 1) return at(exit);
    return own(first + index - before);
  };
  return {
    length,
    x: (index) => of(index, curve.x, ({ x }) => x),
    y: (index) => of(index, curve.y, ({ y }) => y),
    step: (index) => of(index, curve.step, ({ step }) => step),
  };
}

/** Where the line to the point of this index, from the one before, is at `x`; undefined where it does not pass it. */
function crossing(curve: Curve, index: number, x: number): Point | undefined {
  if (index <= 0 || index >= curve.length) return undefined;
  const [left, right] = [curve.x(index - 1), curve.x(index)];
  if (!(left < x && x < right)) return undefined;
  const share = (x - left) / (right - left);
  const [low, high] = [curve.y(index - 1), curve.y(index)];
  return {
    x,
    y: low === null || high === null ? null : low + share * (high - low),
    step: curve.step(index - 1) + share * (curve.step(index) - curve.step(index - 1)),
  };
}
