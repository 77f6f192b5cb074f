/**
 * @file Positions on a map as a recording keeps them: a byte each, in parts of the farthest. A position comes back
 * within half a part, 1/254 of the farthest one's distance from the middle along an axis.
 */

/** Parts on either side of 0. */
const PARTS = 127;

export interface PackedPositions {
  /** The largest of all positions, their signs left out; 0 where all are. */
  farthest: number;
  /** `[images, 2]` in base 64: 0 to 254, of which 127 is 0. */
  positions: string;
}

/** @param positions `[images, 2]`, finite */
export function packPositions(positions: Float32Array): PackedPositions {
  const farthest = positions.reduce((most, position) => Math.max(most, Math.abs(position)), 0);
  const parts = Uint8Array.from(
    positions,
    (position) => PARTS + (farthest === 0 ? 0 : Math.round((PARTS * position) / farthest)),
  );
  return { farthest, positions: btoa(String.fromCharCode(...parts)) };
}

/** @returns `[images, 2]` */
export function unpackPositions({ farthest, positions }: PackedPositions): Float32Array<ArrayBuffer> {
  const parts = Uint8Array.from(atob(positions), (letter) => letter.charCodeAt(0));
  return Float32Array.from(parts, (part) => ((part - PARTS) * farthest) / PARTS);
}
