/** @file What the page asks of the worker that lays out a map, and is told by it. Types only: it never leaves the browser. */
import type { MapGraph } from './map.ts';

export interface LayoutRequest {
  graph: Pick<MapGraph, 'images' | 'nearest' | 'neighbours' | 'similarities'>;
  /** `[images, 2]`: where the points are at first. */
  start: Float32Array<ArrayBuffer>;
  seed: number;
}

export type LayoutAnswer =
  /** Of the whole work. */
  | { type: 'progress'; share: number }
  /** `[images, 2]` */
  | { type: 'done'; positions: Float32Array<ArrayBuffer> };
