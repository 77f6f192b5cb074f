/** @file What one does on the map, by whatever means: which picture is meant, which are brushed, and what is drawn of it. */
import type { MapFrame } from '../../protocol/map.ts';
import type { Atlas } from '../../store/map/atlas.ts';
import type { PageMap } from '../../store/map/map.ts';
import { neighboursIn, placeIn } from '../../store/map/neighbours.ts';
import { wholeView, zoomedAround } from './camera.ts';
import { circleAround, nearestInDirection, nearestTo, within } from './finding.ts';
import type { Focus } from './focus.ts';
import type { MapKey } from './keys.ts';
import type { Painter } from './painter.ts';
import type { Plot } from './plot.ts';

/** One plot, and what it is of. */
export interface Staged {
  plot: Plot;
  frame: MapFrame;
}

/** A key zooms by so much. */
const KEY_ZOOM = 1.5;

/** Around a picture that the keyboard brushes, in sides of a picture. */
const BRUSH_RADIUS = 2.5;

export class MapStage {
  private staged: readonly Staged[] = [];
  private atlas: Atlas | null = null;
  /** The image under the pointer. */
  private hovered: number | undefined;

  constructor(
    private readonly painter: Painter,
    private readonly map: PageMap,
    /** Whether the answer would cover the map: then it waits until it is asked for. */
    private readonly isNarrow: () => boolean,
  ) {}

  show(staged: readonly Staged[], atlas: Atlas | null): void {
    this.staged = staged;
    this.atlas = atlas;
    this.refocus();
  }

  /** Draws what is meant, with its neighbours. */
  private refocus(): void {
    const image = this.hovered ?? this.map.store.getState().chosen ?? undefined;
    this.painter.focus = this.staged.map((staged) =>
      image === undefined ? undefined : this.focusOn(staged, image),
    );
    this.painter.touch();
  }

  hover(x: number, y: number): void {
    const image = this.imageAt(x, y);
    if (image === this.hovered) return;
    this.hovered = image;
    this.refocus();
  }

  unhover(): void {
    this.hovered = undefined;
    this.refocus();
  }

  click(x: number, y: number): void {
    const image = this.imageAt(x, y);
    if (image !== undefined && this.isNarrow()) this.map.point(image);
    else if (image !== undefined) this.map.choose(image);
    else if (this.painter.line === null) this.map.brush([]);
    this.refocus();
  }

  /** The points within the line are brushed. */
  brushLine(plot: number): void {
    const { line } = this.painter;
    const staged = this.staged[plot];
    if (line === null || staged === undefined) return;
    const places = within(this.painter.screen(plot), line, mayIn(staged.plot));
    this.map.brush(places.flatMap((place) => staged.plot.images[place] ?? []));
  }

  /** @returns whether there was something to do */
  press(key: MapKey): boolean {
    const { map } = this;
    switch (key.does) {
      case 'go':
        this.goTo(this.inDirection(key.direction));
        return true;
      case 'neighbour':
        this.goTo(this.neighbour(key.rank));
        return true;
      case 'choose':
        this.chooseOrBrush();
        return true;
      case 'brush':
        map.setBrushing(!map.store.getState().brushing);
        return true;
      case 'in':
        this.zoom(KEY_ZOOM);
        return true;
      case 'out':
        this.zoom(1 / KEY_ZOOM);
        return true;
      case 'whole':
        this.showWhole();
        return true;
      case 'back':
        map.turnBy(-1);
        return true;
      case 'on':
        map.turnBy(1);
        return true;
      case 'play':
        map.togglePlaying();
        return true;
      case 'leave':
        return this.leave();
    }
  }

  /** Around what is meant, else around the middle. */
  zoom(factor: number): void {
    const box = this.painter.boxes()[0];
    if (box === undefined) return;
    const place = this.placeMeant();
    const screen = this.painter.screen(0);
    const at =
      place === undefined
        ? { x: box.left + box.width / 2, y: box.top + box.height / 2 }
        : { x: screen[2 * place] ?? 0, y: screen[2 * place + 1] ?? 0 };
    this.painter.camera = zoomedAround(this.painter.camera, factor, at, box);
    this.dropLine();
  }

  showWhole(): void {
    this.painter.camera = wholeView;
    this.dropLine();
  }

  /** What was drawn around lies elsewhere now; what it holds is still brushed. */
  dropLine(): void {
    this.painter.line = null;
    this.painter.touch();
  }

  private leave(): boolean {
    const { brushed, brushing } = this.map.store.getState();
    if (brushed.length === 0 && !brushing) return false;
    this.map.brush([]);
    this.map.setBrushing(false);
    this.dropLine();
    return true;
  }

  private goTo(image: number | undefined): void {
    if (image === undefined) return;
    this.hovered = undefined;
    this.map.point(image);
    this.refocus();
  }

  private chooseOrBrush(): void {
    const place = this.placeMeant();
    const staged = this.staged[0];
    const image = place === undefined ? this.middle() : staged?.plot.images[place];
    if (image === undefined || staged === undefined) return;
    if (!this.map.store.getState().brushing || place === undefined) {
      this.map.choose(image);
      return;
    }
    const screen = this.painter.screen(0);
    this.painter.line = circleAround(
      screen[2 * place] ?? 0,
      screen[2 * place + 1] ?? 0,
      BRUSH_RADIUS * this.painter.tile,
    );
    this.brushLine(0);
    this.painter.touch();
  }

  /** The chosen one's place in the first plot. */
  private placeMeant(): number | undefined {
    const { chosen } = this.map.store.getState();
    const staged = this.staged[0];
    return chosen === null || staged === undefined ? undefined : placeIn(staged.plot, chosen);
  }

  private inDirection(direction: Parameters<typeof nearestInDirection>[2]): number | undefined {
    const staged = this.staged[0];
    const place = this.placeMeant();
    if (staged === undefined) return undefined;
    if (place === undefined) return this.middle();
    const next = nearestInDirection(this.painter.screen(0), place, direction, mayIn(staged.plot));
    return next === undefined ? undefined : staged.plot.images[next];
  }

  private neighbour(rank: number): number | undefined {
    const { chosen } = this.map.store.getState();
    const staged = this.staged[0];
    if (staged === undefined || chosen === null) return this.middle();
    return neighboursIn(staged.frame, chosen).filter((image) => image !== chosen)[rank - 1];
  }

  /** Where the keyboard begins. */
  private middle(): number | undefined {
    const staged = this.staged[0];
    const box = this.painter.boxes()[0];
    if (staged === undefined || box === undefined) return undefined;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const place = nearestTo(this.painter.screen(0), x, y, Infinity, mayIn(staged.plot));
    return place === undefined ? undefined : staged.plot.images[place];
  }

  private imageAt(x: number, y: number): number | undefined {
    const boxes = this.painter.boxes();
    const plot = boxes.findLastIndex(({ left }) => x >= left);
    const staged = this.staged[plot];
    if (staged === undefined) return undefined;
    const screen = this.painter.screen(plot);
    const place = nearestTo(screen, x, y, 0.7 * this.painter.tile, mayIn(staged.plot));
    return place === undefined ? undefined : staged.plot.images[place];
  }

  private focusOn({ plot, frame }: Staged, image: number): Focus | undefined {
    const place = placeIn(plot, image);
    if (place === undefined) return undefined;
    const neighbours = neighboursIn(frame, image).flatMap((other) => {
      const at = other === image ? undefined : placeIn(plot, other);
      return at === undefined ? [] : [{ place: at, image: other }];
    });
    return { place, image, neighbours, name: this.atlas?.about(image)?.name ?? '' };
  }
}

/** What stands back cannot be meant. */
const mayIn =
  ({ faded }: Plot) =>
  (place: number): boolean =>
    faded[place] === 0;
