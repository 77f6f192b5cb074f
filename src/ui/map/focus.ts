/** @file The image that is pointed at or chosen: its picture, its neighbours' that make room, and lines to them. */
import type { Atlas } from '../../store/map/atlas.ts';
import type { Box } from './camera.ts';
import type { Inks } from './palette.ts';
import type { AtlasSheet } from './sprites.ts';
import { madeRoom, type Square } from './tiles.ts';

export interface Focus {
  /** Its place in the plot. */
  place: number;
  image: number;
  /** Its nearest others, best first: places in the plot, and indices in the training set. */
  neighbours: readonly { place: number; image: number }[];
  name: string;
}

/** Sides, rem. */
const OWN = 2.9;
const NEIGHBOUR = 2;

/** Where the image and then its neighbours stand. */
export function layOut({ place, neighbours }: Focus, screen: Float32Array, box: Box, rem: number): Square[] {
  const squareOf = (at: number, side: number): Square => ({
    x: screen[2 * at] ?? 0,
    y: screen[2 * at + 1] ?? 0,
    side: side * rem,
  });
  return madeRoom(
    [squareOf(place, OWN), ...neighbours.map((neighbour) => squareOf(neighbour.place, NEIGHBOUR))],
    box,
  );
}

interface Painted extends Focus {
  /** As they were laid out. */
  squares: readonly Square[];
  sheet: AtlasSheet | undefined;
  atlas: Atlas | null;
  inks: Inks;
  rem: number;
  box: Box;
}

export function paintFocus(context: CanvasRenderingContext2D, painted: Painted): void {
  const { squares, image, neighbours, inks } = painted;
  const [own, ...others] = squares;
  if (own === undefined) return;
  context.strokeStyle = inks.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const other of others) {
    context.moveTo(own.x, own.y);
    context.lineTo(other.x, other.y);
  }
  context.stroke();
  // The nearest on top of the farther ones, and the image itself on top of all.
  for (const [rank, other] of [...others.entries()].reverse())
    paintSquare(context, painted, other, neighbours[rank]?.image, 1.8);
  paintSquare(context, painted, own, image, 2.6);
  paintName(context, painted, own);
}

function paintSquare(
  context: CanvasRenderingContext2D,
  { sheet, atlas, inks }: Painted,
  { x, y, side }: Square,
  image: number | undefined,
  line: number,
): void {
  const inner = side * 0.92;
  context.fillStyle = '#fff';
  context.strokeStyle = inks.ink;
  context.lineWidth = line;
  context.beginPath();
  context.roundRect(x - inner / 2, y - inner / 2, inner, inner, side * 0.18);
  context.fill();
  const place = image === undefined ? undefined : atlas?.placeOf(image);
  if (sheet !== undefined && place !== undefined) {
    const picture = inner * 0.84;
    context.drawImage(
      sheet.sheet,
      ...sheet.at(place),
      sheet.size,
      sheet.size,
      x - picture / 2,
      y - picture / 2,
      picture,
      picture,
    );
  }
  context.stroke();
}

function paintName(
  context: CanvasRenderingContext2D,
  { name, inks, rem, box, squares }: Painted,
  own: Square,
): void {
  if (name === '') return;
  context.font = `600 ${0.75 * rem}px ${inks.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const most = 14 * rem;
  const width = Math.min(context.measureText(name).width, most) + 0.9 * rem;
  const height = 1.25 * rem;
  const { x, y } = placeOfName(own, squares.slice(1), { width, height }, box);
  context.fillStyle = inks.ink;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, 0.35 * rem);
  context.fill();
  context.fillStyle = inks.card;
  context.fillText(name, x, y, most);
}

/** Below the picture or above it, as near as it covers no neighbour; by their middles. */
export function placeOfName(
  own: Square,
  others: readonly Square[],
  { width, height }: { width: number; height: number },
  { left, top, width: boxWidth, height: boxHeight }: Box,
): { x: number; y: number } {
  const x = Math.max(left + width / 2, Math.min(left + boxWidth - width / 2, own.x));
  const isFree = (y: number): boolean =>
    y - height / 2 >= top &&
    y + height / 2 <= top + boxHeight &&
    others.every(
      (other) =>
        Math.abs(other.x - x) >= (other.side + width) / 2 ||
        Math.abs(other.y - y) >= (other.side + height) / 2,
    );
  const nearest = (own.side + height) / 2;
  const away = Array.from({ length: 24 }, (_, step) => nearest + (step * height) / 2);
  const places = away.flatMap((distance) => [own.y + distance, own.y - distance]);
  return { x, y: places.find(isFree) ?? own.y + nearest };
}
