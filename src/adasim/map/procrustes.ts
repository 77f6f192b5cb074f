/**
 * @file Orthogonal Procrustes in the plane: the rotation, mirrored or not, that brings points nearest to others. Axes of
 * two moments differ by such a turn that means nothing; without it, what moves on a map has moved.
 */

/** A 2×2 orthogonal matrix, row by row: (x, y) becomes (ax + cy, bx + dy). */
export type Turn = readonly [a: number, b: number, c: number, d: number];

export const noTurn: Turn = [1, 0, 0, 1];

type Points = Float32Array | Float64Array;

/**
 * The turn R that makes Σ ‖Rx − y‖² smallest. Both are around 0, and stay so: nothing is moved or scaled.
 * @param from `[n, 2]`
 * @param onto `[n, 2]`, point by point
 */
export function procrustes2d(from: Points, onto: Points): Turn {
  if (from.length !== onto.length)
    throw new RangeError(`${from.length} coordinates cannot be turned onto ${onto.length}.`);
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let at = 0; at < from.length; at += 2) {
    const [x, y, u, v] = [from[at] ?? 0, from[at + 1] ?? 0, onto[at] ?? 0, onto[at + 1] ?? 0];
    xx += x * u;
    xy += x * v;
    yx += y * u;
    yy += y * v;
  }
  // Of all rotations by φ, Σ y·Rx = (xx + yy) cos φ + (xy − yx) sin φ is largest where these two are in line; mirrored,
  // the signs of the second row change.
  const plain = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  if (Math.max(plain, mirrored) === 0) return noTurn;
  if (plain >= mirrored) {
    const [cos, sin] = [(xx + yy) / plain, (xy - yx) / plain];
    return [cos, sin, -sin, cos];
  }
  const [cos, sin] = [(xx - yy) / mirrored, (xy + yx) / mirrored];
  return [cos, sin, sin, -cos];
}

/** Points `[n, 2]` after a turn. */
export function turned(points: Points, [a, b, c, d]: Turn): Float32Array<ArrayBuffer> {
  const result = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
    result[at] = a * x + c * y;
    result[at + 1] = b * x + d * y;
  }
  return result;
}
