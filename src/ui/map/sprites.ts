/** @file What the map draws again and again, drawn once: the pictures of all images on one sheet, and its dots. */
import type { Atlas } from '../../store/map/atlas.ts';

/** All pictures on one canvas, and where each is. */
export interface AtlasSheet {
  sheet: HTMLCanvasElement;
  size: number;
  /** Top left corner of the picture of a place in the atlas. */
  at: (place: number) => readonly [number, number];
}

const COLUMNS = 100;

export function sheetOf({ images, pictures, size }: Atlas): AtlasSheet {
  const sheet = document.createElement('canvas');
  sheet.width = Math.min(COLUMNS, images.length) * size;
  sheet.height = Math.ceil(images.length / COLUMNS) * size;
  const context = sheet.getContext('2d');
  const at = (place: number) => [(place % COLUMNS) * size, Math.floor(place / COLUMNS) * size] as const;
  const bytes = size * size * 4;
  for (let place = 0; place < images.length; place += 1) {
    const picture = pictures.subarray(place * bytes, (place + 1) * bytes);
    context?.putImageData(new ImageData(picture, size, size), ...at(place));
  }
  return { sheet, size, at };
}

export type DotShape = 'disc' | 'ring' | 'corner';

/** Dots by colour and shape; a shape says what a colour says. */
export class Dots {
  private readonly made = new Map<string, HTMLCanvasElement>();

  /** @param radius pixels of the canvas */
  constructor(readonly radius: number) {}

  /** A square canvas with the dot in its middle. */
  of(colour: string, shape: DotShape): HTMLCanvasElement {
    const key = `${shape} ${colour}`;
    const dot = this.made.get(key) ?? drawDot(this.radius, colour, shape);
    this.made.set(key, dot);
    return dot;
  }
}

function drawDot(radius: number, colour: string, shape: DotShape): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const side = 2 * Math.ceil(radius + 1);
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = radius * 0.6;
  context.beginPath();
  if (shape === 'corner') context.rect(side / 2 - radius, side / 2 - radius, 2 * radius, 2 * radius);
  else context.arc(side / 2, side / 2, shape === 'ring' ? radius * 0.8 : radius, 0, 2 * Math.PI);
  if (shape === 'ring') context.stroke();
  else context.fill();
  return canvas;
}
