/**
 * @file Draws maps on a canvas, as many times a second as the screen is drawn, while something moves. Nothing of React
 * comes near a point.
 */
import type { Atlas } from '../../store/map/atlas.ts';
import type { MapColour, MapDrawing } from '../../store/map/map.ts';
import { wholeView, toScreen, type Box, type Camera, type Extent } from './camera.ts';
import { layOut, paintFocus, type Focus } from './focus.ts';
import type { Outline } from './finding.ts';
import { inksOf, type Inks } from './palette.ts';
import type { Plot } from './plot.ts';
import { Dots, type AtlasSheet } from './sprites.ts';
import { paintDots, paintOutline, paintTile, type Easel } from './strokes.ts';
import { placesOfTiles } from './tiles.ts';

/** From one moment to the next, milliseconds. */
const MOVING_MS = 500;

/** Pixels that stay free around the points. */
const MARGIN = 26;

/** What the buttons take of the width, rem. */
const BUTTONS = 3.25;

export interface Shown {
  plots: readonly Plot[];
  atlas: Atlas | null;
  colour: MapColour;
  drawing: MapDrawing;
}

/** A plot on its way from where it was. */
interface Movement {
  from: Float32Array;
  extent: Extent;
  began: number;
}

export class Painter {
  camera: Camera = wholeView;
  /** Of each plot, the image that is pointed at or chosen, with its neighbours. */
  focus: readonly (Focus | undefined)[] = [];
  /** What is being drawn around, or was. */
  line: Outline | null = null;
  private shown: Shown = { plots: [], atlas: null, colour: 'class', drawing: 'pictures' };
  private sheet: AtlasSheet | undefined;
  private movements: (Movement | undefined)[] = [];
  private inks: Inks | undefined;
  private dots = new Dots(2);
  private size = { width: 1, height: 1, ratio: 1, rem: 16 };
  private frame: number | undefined;

  /** @param probe an element of the page that is not seen */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly probe: HTMLElement,
    private readonly isCalm: () => boolean,
  ) {}

  /** The page is in another light, or of another size. */
  refit(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = Math.max(1, devicePixelRatio);
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.size = { width, height, ratio, rem };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.inks = inksOf(this.probe);
    this.dots = new Dots(rem * 0.15 * ratio);
    this.paint();
  }

  show(shown: Shown, sheet: AtlasSheet | undefined): void {
    const before = this.shown.plots;
    this.movements = shown.plots.map((plot, place) => this.movementFrom(before[place], plot, place));
    this.shown = shown;
    this.sheet = sheet;
    this.touch();
  }

  /** Something is to be drawn anew. */
  touch(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.paint();
    });
  }

  end(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
  }

  /** Where each plot stands: side by side. */
  boxes(): Box[] {
    const { width, height, rem } = this.size;
    // Where there is room for it, what stands over the right edge stands beside the maps.
    const free = width > 36 * rem ? width - BUTTONS * rem : width;
    const each = free / Math.max(1, this.shown.plots.length);
    return this.shown.plots.map((_, place) => ({ left: place * each, top: 0, width: each, height }));
  }

  /** Where the points of a plot stand once nothing moves any more. */
  screen(place: number): Float32Array {
    const plot = this.shown.plots[place];
    const box = this.boxes()[place];
    if (plot === undefined || box === undefined) return new Float32Array();
    return toScreen(plot.positions, plot.extent, box, this.camera, MARGIN);
  }

  /** Side of a picture, pixels. */
  get tile(): number {
    const { rem } = this.size;
    return Math.min(3.5, 1.6 * Math.sqrt(this.camera.zoom)) * rem;
  }

  private movementFrom(before: Plot | undefined, plot: Plot, place: number): Movement | undefined {
    if (before === undefined || this.isCalm()) return undefined;
    if (before.positions === plot.positions) return this.movements[place];
    const were = new Map(Array.from(before.images, (image, at) => [image, at] as const));
    const from = plot.positions.slice();
    plot.images.forEach((image, at) => {
      const was = were.get(image);
      if (was !== undefined) from.set(before.positions.subarray(2 * was, 2 * was + 2), 2 * at);
    });
    return { from, extent: before.extent, began: performance.now() };
  }

  private paint(): void {
    const context = this.canvas.getContext('2d');
    const { inks } = this;
    // Before the canvas has its size nothing can be seen.
    if (context === null || inks === undefined) return;
    const { width, height, ratio } = this.size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const easel = { context, inks, colour: this.shown.colour };
    const boxes = this.boxes();
    this.shown.plots.forEach((plot, place) => {
      const box = boxes[place];
      if (box === undefined) return;
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, box.width, box.height);
      context.clip();
      this.paintPlot(easel, plot, place, box);
      context.restore();
    });
    paintOutline(easel, this.line);
    if (this.movements.some((movement) => movement !== undefined)) this.touch();
  }

  private paintPlot(easel: Easel, plot: Plot, place: number, box: Box): void {
    const { sheet, dots, tile: side } = this;
    const { atlas, drawing } = this.shown;
    const { ratio, rem } = this.size;
    const beyond = new Uint8Array(plot.images.length);
    const screen = this.screenNow(plot, place, box, beyond);
    const resting = this.movements[place] === undefined ? screen : this.screen(place);
    const focus = this.focus[place];
    const squares = focus === undefined ? [] : layOut(focus, screen, box, rem);
    const tiles =
      drawing === 'dots' || sheet === undefined
        ? []
        : placesOfTiles({
            screen: resting,
            order: plot.order,
            box,
            side: side + 0.4 * rem,
            may: (at) => plot.faded[at] === 0,
            taken: squares.map((square) => [square.x, square.y, square.side] as const),
          });
    paintDots(easel, { plot, screen, beyond, tiles: new Set(tiles), dots, ratio });
    if (sheet !== undefined && atlas !== null)
      for (const at of tiles) {
        const [x, y] = [screen[2 * at] ?? 0, screen[2 * at + 1] ?? 0];
        paintTile(easel, {
          ...{ atlas, sheet, x, y, side },
          image: plot.images[at] ?? -1,
          value: plot.values[at] ?? 0,
        });
      }
    if (focus !== undefined)
      paintFocus(easel.context, { ...focus, squares, sheet, atlas, inks: easel.inks, rem, box });
  }

  /** Where the points are at this moment. */
  private screenNow(plot: Plot, place: number, box: Box, beyond: Uint8Array): Float32Array {
    const movement = this.movements[place];
    const done = movement === undefined ? 1 : (performance.now() - movement.began) / MOVING_MS;
    const there = toScreen(plot.positions, plot.extent, box, this.camera, MARGIN, beyond);
    if (movement === undefined || done >= 1) {
      this.movements[place] = undefined;
      return there;
    }
    const were = toScreen(movement.from, movement.extent, box, this.camera, MARGIN);
    const share = 1 - (1 - Math.max(0, done)) ** 3;
    return there.map((value, at) => share * value + (1 - share) * (were[at] ?? value));
  }
}
