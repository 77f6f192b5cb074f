/** @file From the plane of the features to the screen: what is fitted, zoomed and moved. Pure. */

/** The part of the plane that fills the screen at first. */
export interface Extent {
  x: number;
  y: number;
  /** Half the width and half the height. */
  halfWidth: number;
  halfHeight: number;
}

/** Where a plot stands on the canvas, in its pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The same for all plots beside one another. */
export interface Camera {
  /** 1 shows the whole extent. */
  zoom: number;
  /** In pixels, at the zoom. */
  panX: number;
  panY: number;
}

export const wholeView: Camera = { zoom: 1, panX: 0, panY: 0 };

const MOST_ZOOM = 40;

/** This share at each end may lie beyond, and this part of the rest's width is added. */
const TAIL = 0.01;
const ROOM = 0.2;

/**
 * What holds nearly all points: a few that lie far out do not make the others small.
 * @param positions `[n, 2]`
 */
export function robustExtent(positions: Float32Array): Extent {
  const [left, right] = robustRange(positions, 0);
  const [bottom, top] = robustRange(positions, 1);
  return {
    x: (left + right) / 2,
    y: (bottom + top) / 2,
    // Where all lie in one place, any width does.
    halfWidth: (right - left) / 2 || 1e-3,
    halfHeight: (top - bottom) / 2 || 1e-3,
  };
}

function robustRange(positions: Float32Array, axis: 0 | 1): [number, number] {
  const values = positions.filter((_, at) => at % 2 === axis).sort();
  const last = values.length - 1;
  if (last < 0) return [-1, 1];
  const at = (share: number) => values[Math.round(share * last)] ?? 0;
  const room = ROOM * (at(1 - TAIL) - at(TAIL));
  return [Math.max(at(0), at(TAIL) - room), Math.min(at(1), at(1 - TAIL) + room)];
}

/** Pixels for one unit of the plane. */
const scaleIn = ({ halfWidth, halfHeight }: Extent, { width, height }: Box, zoom: number): number =>
  zoom * Math.min(width / (2 * halfWidth), height / (2 * halfHeight));

/**
 * Where points stand on the canvas.
 * @param positions `[n, 2]`
 * @param margin pixels that stay free at the edge of the box
 * @param beyond set to 1 for points beyond the extent, which stand at its edge
 * @returns `[n, 2]`
 */
export function toScreen(
  positions: Float32Array,
  extent: Extent,
  { left, top, width, height }: Box,
  { zoom, panX, panY }: Camera,
  margin: number,
  beyond?: Uint8Array,
): Float32Array {
  const inner = {
    left,
    top,
    width: Math.max(1, width - 2 * margin),
    height: Math.max(1, height - 2 * margin),
  };
  const scale = scaleIn(extent, inner, zoom);
  const { x, y, halfWidth, halfHeight } = extent;
  const [middleX, middleY] = [left + width / 2 + panX, top + height / 2 + panY];
  const screen = new Float32Array(positions.length);
  for (let at = 0; at < positions.length; at += 2) {
    const [dx, dy] = [(positions[at] ?? 0) - x, (positions[at + 1] ?? 0) - y];
    const [inX, inY] = [clamp(dx, halfWidth), clamp(dy, halfHeight)];
    if (beyond !== undefined) beyond[at / 2] = Number(inX !== dx || inY !== dy);
    screen[at] = middleX + inX * scale;
    // Up is up.
    screen[at + 1] = middleY - inY * scale;
  }
  return screen;
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

/** Zoomed by a factor around a point of the canvas. */
export function zoomedAround(camera: Camera, factor: number, at: { x: number; y: number }, box: Box): Camera {
  const zoom = Math.max(1, Math.min(MOST_ZOOM, camera.zoom * factor));
  const grown = zoom / camera.zoom;
  const [fromX, fromY] = [at.x - box.left - box.width / 2, at.y - box.top - box.height / 2];
  return held(
    { zoom, panX: fromX - grown * (fromX - camera.panX), panY: fromY - grown * (fromY - camera.panY) },
    box,
  );
}

export const moved = (camera: Camera, byX: number, byY: number, box: Box): Camera =>
  held({ ...camera, panX: camera.panX + byX, panY: camera.panY + byY }, box);

/** The map cannot be pushed off the screen. */
function held({ zoom, panX, panY }: Camera, { width, height }: Box): Camera {
  return { zoom, panX: clamp(panX, ((zoom - 1) * width) / 2), panY: clamp(panY, ((zoom - 1) * height) / 2) };
}
