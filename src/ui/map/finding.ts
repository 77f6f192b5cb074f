/** @file Points by where they are on the screen: under a pointer, in a direction, within a line. Pure. */

type Screen = Float32Array;
type May = (place: number) => boolean;

/** The point nearest to (x, y), no farther than `reach` pixels. */
export function nearestTo(screen: Screen, x: number, y: number, reach: number, may: May): number | undefined {
  let [best, least]: [number | undefined, number] = [undefined, reach ** 2];
  for (let at = 0; at < screen.length; at += 2) {
    const squared = ((screen[at] ?? 0) - x) ** 2 + ((screen[at + 1] ?? 0) - y) ** 2;
    if (squared > least || !may(at / 2)) continue;
    best = at / 2;
    least = squared;
  }
  return best;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const ways: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** The nearest in that direction: within 45° of it, what lies aside of it counting double. */
export function nearestInDirection(
  screen: Screen,
  from: number,
  direction: Direction,
  may: May,
): number | undefined {
  const [wayX, wayY] = ways[direction];
  const [x, y] = [screen[2 * from] ?? 0, screen[2 * from + 1] ?? 0];
  let [best, least]: [number | undefined, number] = [undefined, Infinity];
  for (let place = 0; place < screen.length / 2; place += 1) {
    const [dx, dy] = [(screen[2 * place] ?? 0) - x, (screen[2 * place + 1] ?? 0) - y];
    const along = dx * wayX + dy * wayY;
    const aside = Math.abs(dx * wayY) + Math.abs(dy * wayX);
    if (place === from || along <= 0 || aside > along) continue;
    const distance = along + 2 * aside;
    if (distance >= least || !may(place)) continue;
    best = place;
    least = distance;
  }
  return best;
}

export type Outline = readonly (readonly [number, number])[];

/** Places of the points within a closed line. */
export function within(screen: Screen, line: Outline, may: May): number[] {
  const found: number[] = [];
  for (let place = 0; place < screen.length / 2; place += 1)
    if (may(place) && isWithin(screen[2 * place] ?? 0, screen[2 * place + 1] ?? 0, line)) found.push(place);
  return found;
}

/** By how often a ray to the right crosses the line. */
function isWithin(x: number, y: number, line: Outline): boolean {
  let inside = false;
  line.forEach(([x1, y1], at) => {
    const [x2, y2] = line[(at + 1) % line.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}

/** A circle, as a line. */
export const circleAround = (x: number, y: number, radius: number): Outline =>
  Array.from({ length: 32 }, (_, at) => {
    const angle = (at / 16) * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
