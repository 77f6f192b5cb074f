/** @file What fingers and the mouse do on the map: move it, zoom it, draw around pictures, choose one. */
import { moved, zoomedAround, type Box } from './camera.ts';
import type { Painter } from './painter.ts';

/** Less than this, pixels, is a click. */
const CLICK = 5;

/** A wheel's notch, as a zoom. */
const WHEEL = 0.0018;

export interface Gestures {
  /** Whether drawing takes the place of moving. */
  brushing: () => boolean;
  onPoint: (x: number, y: number) => void;
  onLeave: () => void;
  onClick: (x: number, y: number) => void;
  /** A line has been drawn around points of the plot where it began. */
  onLine: (plot: number) => void;
  /** It is zoomed or moved. */
  onView: () => void;
}

interface At {
  x: number;
  y: number;
}

/** Listens from now on. Returns what ends that. */
export function listenToPointers(
  canvas: HTMLCanvasElement,
  painter: Painter,
  gestures: Gestures,
): () => void {
  const down = new Map<number, At>();
  let began: At | undefined;
  let dragged = false;
  /** The plot in which a line is drawn. */
  let drawnIn: number | undefined;

  const placeOf = (event: MouseEvent): At => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const plotAt = ({ x }: At): number => {
    const boxes = painter.boxes();
    return Math.max(
      0,
      boxes.findLastIndex(({ left }) => x >= left),
    );
  };
  const boxAt = (at: At): Box => painter.boxes()[plotAt(at)] ?? { left: 0, top: 0, width: 1, height: 1 };

  const changeView = (camera: Painter['camera']): void => {
    painter.camera = camera;
    painter.touch();
    gestures.onView();
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const at = placeOf(event);
    down.set(event.pointerId, at);
    canvas.setPointerCapture(event.pointerId);
    began = at;
    dragged = down.size > 1;
    drawnIn = gestures.brushing() && down.size === 1 ? plotAt(at) : undefined;
    if (drawnIn !== undefined) painter.line = [[at.x, at.y]];
  };

  const onMove = (event: PointerEvent): void => {
    const at = placeOf(event);
    const before = down.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType !== 'touch') gestures.onPoint(at.x, at.y);
      return;
    }
    down.set(event.pointerId, at);
    if (began !== undefined && Math.hypot(at.x - began.x, at.y - began.y) >= CLICK) dragged = true;
    if (!dragged) return;
    if (down.size > 1) pinch(event.pointerId, before, at);
    else if (drawnIn === undefined)
      changeView(moved(painter.camera, at.x - before.x, at.y - before.y, boxAt(at)));
    else {
      painter.line = [...(painter.line ?? []), [at.x, at.y]];
      painter.touch();
    }
  };

  /** Around the finger that stays. */
  const pinch = (moving: number, before: At, at: At): void => {
    const [still] = [...down].flatMap(([id, place]) => (id === moving ? [] : [place]));
    if (still === undefined) return;
    const [was, is] = [before, at].map(({ x, y }) => Math.hypot(x - still.x, y - still.y));
    if (was === undefined || is === undefined || was === 0) return;
    changeView(zoomedAround(painter.camera, is / was, still, boxAt(still)));
  };

  const onUp = (event: PointerEvent): void => {
    const at = down.get(event.pointerId);
    down.delete(event.pointerId);
    if (at === undefined) return;
    if (!dragged) {
      if (drawnIn !== undefined) painter.line = null;
      gestures.onClick(at.x, at.y);
    } else if (drawnIn !== undefined) gestures.onLine(drawnIn);
    drawnIn = undefined;
  };

  const onCancel = (event: PointerEvent): void => {
    down.delete(event.pointerId);
    drawnIn = undefined;
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const at = placeOf(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a touchpad comes as a wheel with Ctrl, and moves less.
    const speed = (event.ctrlKey ? 5 : 1) * lines * WHEEL;
    changeView(zoomedAround(painter.camera, Math.exp(-event.deltaY * speed), at, boxAt(at)));
  };

  const ending = new AbortController();
  const { signal } = ending;
  canvas.addEventListener('pointerdown', onDown, { signal });
  canvas.addEventListener('pointermove', onMove, { signal });
  canvas.addEventListener('pointerup', onUp, { signal });
  canvas.addEventListener('pointercancel', onCancel, { signal });
  canvas.addEventListener('pointerleave', () => gestures.onLeave(), { signal });
  canvas.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => ending.abort();
}
