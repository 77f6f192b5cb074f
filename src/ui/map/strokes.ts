/** @file What the map is drawn with: dots, pictures, and the line around some of them. */
import type { Atlas } from '../../store/map/atlas.ts';
import type { MapColour } from '../../store/map/map.ts';
import type { Outline } from './finding.ts';
import { colourOf, type Inks } from './palette.ts';
import { shapeOf, type Plot } from './plot.ts';
import type { AtlasSheet, Dots } from './sprites.ts';

/** What all of them need. */
export interface Easel {
  context: CanvasRenderingContext2D;
  inks: Inks;
  colour: MapColour;
}

interface DotsToPaint {
  plot: Plot;
  /** `[images, 2]`, pixels. */
  screen: Float32Array;
  /** 1 for points that lie beyond the map, at whose edge they stand. */
  beyond: Uint8Array;
  /** Those that are pictures. */
  tiles: ReadonlySet<number>;
  dots: Dots;
  /** Pixels of the canvas for one of the page. */
  ratio: number;
}

export function paintDots({ context, inks, colour }: Easel, painted: DotsToPaint): void {
  const { plot, screen, beyond, tiles, dots, ratio } = painted;
  const { images, values, faded } = plot;
  // First those that stand back: a change of the context's state for every point would take longer than the points.
  for (const back of [1, 0]) {
    context.globalAlpha = back === 1 ? 0.14 : 0.75;
    for (let at = 0; at < images.length; at += 1) {
      if (faded[at] !== back || tiles.has(at)) continue;
      const value = values[at] ?? 0;
      const shape = beyond[at] === 1 ? 'corner' : shapeOf(colour, value);
      const dot = dots.of(inks.of(colourOf(colour, value)), shape);
      const side = dot.width / ratio;
      const [x, y] = [screen[2 * at] ?? 0, screen[2 * at + 1] ?? 0];
      context.drawImage(dot, x - side / 2, y - side / 2, side, side);
    }
  }
  context.globalAlpha = 1;
}

interface TileToPaint {
  atlas: Atlas;
  sheet: AtlasSheet;
  image: number;
  value: number;
  /** Its middle, and its side, pixels. */
  x: number;
  y: number;
  side: number;
}

export function paintTile({ context, inks, colour }: Easel, painted: TileToPaint): void {
  const { atlas, sheet, image, value, x, y, side } = painted;
  const place = atlas.placeOf(image);
  if (place === undefined) return;
  // The picture's own ground is white, whatever the light.
  context.fillStyle = '#fff';
  context.strokeStyle = inks.of(colourOf(colour, value));
  context.lineWidth = 1.6;
  context.beginPath();
  context.roundRect(x - side / 2, y - side / 2, side, side, side * 0.2);
  context.fill();
  const inner = 0.8 * side;
  context.drawImage(
    sheet.sheet,
    ...sheet.at(place),
    sheet.size,
    sheet.size,
    x - inner / 2,
    y - inner / 2,
    inner,
    inner,
  );
  context.stroke();
}

export function paintOutline({ context, inks }: Easel, line: Outline | null): void {
  if (line === null || line.length < 2) return;
  context.beginPath();
  for (const [x, y] of line) context.lineTo(x, y);
  context.closePath();
  context.globalAlpha = 0.1;
  context.fillStyle = inks.accent;
  context.fill();
  context.globalAlpha = 1;
  context.setLineDash([5, 3]);
  context.lineWidth = 1.5;
  context.strokeStyle = inks.accent;
  context.stroke();
  context.setLineDash([]);
}
