/** @file Which points are shown as pictures: as many as have room, always the same ones first. Pure. */
import type { Box } from './camera.ts';

/** The order in which images get room: any, but the same at every moment, so that pictures stay. */
export function orderOfRoom(images: ArrayLike<number>): Int32Array {
  const rank = (place: number) => Math.imul((images[place] ?? 0) + 1, 0x9e3779b1) >>> 0;
  return Int32Array.from({ length: images.length }, (_, place) => place).sort((a, b) => rank(a) - rank(b));
}

interface Wanted {
  /** `[n, 2]`, pixels. */
  screen: Float32Array;
  /** Places, in the order in which they get room. */
  order: Int32Array;
  box: Box;
  /** Pixels that a picture takes, with what is to stay free around it. */
  side: number;
  /** Whether a point may be a picture at all. */
  may: (place: number) => boolean;
  /** Squares `[x, y, side]` that are taken already, by their middle. */
  taken: readonly (readonly [number, number, number])[];
}

/** Places of the points that are pictures, none over another and all within the box. */
export function placesOfTiles({ screen, order, box, side, may, taken }: Wanted): number[] {
  // In a grid of that side, a square can only meet those in the cells around its own.
  const cells = new Map<number, number[]>();
  const columns = Math.ceil(box.width / side) + 4;
  const cellOf = (x: number, y: number) =>
    (Math.floor((y - box.top) / side) + 2) * columns + Math.floor((x - box.left) / side) + 2;
  const isFree = (x: number, y: number): boolean => {
    for (const [takenX, takenY, takenSide] of taken) {
      const apart = (side + takenSide) / 2;
      if (Math.abs(takenX - x) < apart && Math.abs(takenY - y) < apart) return false;
    }
    const cell = cellOf(x, y);
    for (let row = -1; row <= 1; row += 1)
      for (let column = -1; column <= 1; column += 1)
        for (const place of cells.get(cell + row * columns + column) ?? [])
          if (
            Math.abs((screen[2 * place] ?? 0) - x) < side &&
            Math.abs((screen[2 * place + 1] ?? 0) - y) < side
          )
            return false;
    return true;
  };
  const half = side / 2;
  const placed: number[] = [];
  for (const place of order) {
    const [x, y] = [screen[2 * place] ?? 0, screen[2 * place + 1] ?? 0];
    if (x < box.left + half || x > box.left + box.width - half) continue;
    if (y < box.top + half || y > box.top + box.height - half) continue;
    if (!may(place) || !isFree(x, y)) continue;
    const cell = cellOf(x, y);
    cells.set(cell, [...(cells.get(cell) ?? []), place]);
    placed.push(place);
  }
  return placed;
}

/** A square to stand somewhere, by its middle. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/** Rounds of pushing apart. */
const ROUNDS = 40;

/** The squares pushed apart until none is over another, each as near to its place as that allows; the first stays. */
export function madeRoom(squares: readonly Square[], box: Box): Square[] {
  const moving = squares.map((square) => ({ ...square }));
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = moving.map(({ x, y }) => x + y);
    moving.forEach((one, first) => {
      moving.slice(first + 1).forEach((other, offset) => {
        const apart = (one.side + other.side) / 2;
        const [dx, dy] = [other.x - one.x, other.y - one.y];
        const [overX, overY] = [apart - Math.abs(dx), apart - Math.abs(dy)];
        if (overX <= 0 || overY <= 0) return;
        // Along the shorter way; where both stand in one place, the later goes round the clock.
        const byX = overX < overY ? overX * (dx < 0 || (dx === 0 && offset % 2 === 1) ? -1 : 1) : 0;
        const byY = overX < overY ? 0 : overY * (dy < 0 || (dy === 0 && offset % 2 === 1) ? -1 : 1);
        const share = first === 0 ? 1 : 0.5;
        other.x += share * byX;
        other.y += share * byY;
        one.x -= (1 - share) * byX;
        one.y -= (1 - share) * byY;
      });
    });
    for (const square of moving) keepWithin(square, box);
    if (moving.every(({ x, y }, place) => x + y === before[place])) break;
  }
  return moving;
}

function keepWithin(square: Square, { left, top, width, height }: Box): void {
  const half = square.side / 2;
  square.x = Math.max(left + half, Math.min(left + width - half, square.x));
  square.y = Math.max(top + half, Math.min(top + height - half, square.y));
}
