/** @file Layouts of the map by UMAP, each of one arm at one moment: asked for, worked on beside the page, kept. */
import { createStore } from 'zustand/vanilla';
import type { LayOut } from '../../client/layoutClient.ts';
import type { Event } from '../../protocol/events.ts';
import type { MapFrame, MapGraph } from '../../protocol/map.ts';
import type { PageRun } from '../run/run.ts';
import type { PageMap } from './map.ts';
import { placeIn } from './neighbours.ts';

/** Neighbours of each image that a layout keeps together. */
const NEAREST = 15;

/** A layout, and what it is of. */
export interface Layout {
  step: number;
  epoch: number;
  images: Int32Array;
  /** `[images, 2]` */
  positions: Float32Array<ArrayBuffer>;
}

/** One under way, or what became of it. */
export type LayoutWork =
  { arm: number; phase: 'asked' | 'failed' } | { arm: number; phase: 'made'; share: number };

export interface LayoutsState {
  work: LayoutWork | null;
  /** By arm. */
  layouts: ReadonlyMap<number, Layout>;
  /** Whether layouts are shown where there are some. */
  shown: boolean;
}

export interface LayoutNeeds {
  run: Pick<PageRun, 'store' | 'onEvent' | 'requestMapGraph'>;
  map: Pick<PageMap, 'store'>;
  layOut: LayOut;
}

export type Layouts = ReturnType<typeof createLayouts>;

export function createLayouts({ run, map, layOut }: LayoutNeeds) {
  const store = createStore<LayoutsState>(() => ({ work: null, layouts: new Map(), shown: false }));
  let stop = (): void => undefined;

  const cancel = (): void => {
    stop();
    stop = () => undefined;
    store.setState({ work: null });
  };

  const begin = (arm: number, graph: MapGraph): void => {
    const seed = run.store.getState().arms[arm]?.config.seed ?? 0;
    const { step, epoch, images } = graph;
    const frame = map.store.getState().arms[arm]?.frames.at(-1);
    store.setState({ work: { arm, phase: 'made', share: 0 } });
    stop = layOut(
      { graph, start: startOf(images, frame), seed },
      {
        onProgress: (share) => store.setState({ work: { arm, phase: 'made', share } }),
        onDone: (positions) => {
          const layouts = new Map(store.getState().layouts).set(arm, { step, epoch, images, positions });
          store.setState({ work: null, layouts, shown: true });
        },
        onFailed: () => store.setState({ work: { arm, phase: 'failed' } }),
      },
    );
  };

  const take = (event: Event): void => {
    const { work } = store.getState();
    if (event.type === 'shape') {
      cancel();
      store.setState({ layouts: new Map(), shown: false });
    } else if (event.type === 'mapGraph' && work?.phase === 'asked' && work.arm === event.arm) {
      if (event.graph === null) store.setState({ work: { arm: event.arm, phase: 'failed' } });
      else begin(event.arm, event.graph);
    }
  };

  return {
    store,
    cancel,
    show: (shown: boolean) => store.setState({ shown }),
    /** Of the arm's bank as it is now; what is under way for another is given up. */
    request: (arm: number): void => {
      cancel();
      store.setState({ work: { arm, phase: 'asked' } });
      run.requestMapGraph(arm, NEAREST);
    },
    /** Keeps up with the run from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const stops = [
        run.onEvent(take),
        // Who turns to another moment wants to see that.
        map.store.subscribe(({ epoch }, before) => {
          if (epoch !== before.epoch) store.setState({ shown: false });
        }),
        cancel,
      ];
      return () => {
        for (const stopOne of stops) stopOne();
      };
    },
  };
}

/** Where the newest map has them: the layout begins as that lies. */
function startOf(images: Int32Array, frame: MapFrame | undefined): Float32Array<ArrayBuffer> {
  const start = new Float32Array(2 * images.length);
  images.forEach((image, at) => {
    const place = frame && placeIn(frame, image);
    if (place !== undefined && frame !== undefined)
      start.set(frame.positions.subarray(2 * place, 2 * place + 2), 2 * at);
  });
  return start;
}

/** What a frame tells of the images, where a layout has them. */
export function laidOut(frame: MapFrame, layout: Layout): MapFrame {
  const kept = [...frame.images.keys()].flatMap((at) => {
    const place = placeIn(layout, frame.images[at] ?? -1);
    return place === undefined ? [] : [{ at, place }];
  });
  const { nearest } = frame;
  const neighbours = new Int32Array(kept.length * nearest);
  const positions = new Float32Array(2 * kept.length);
  kept.forEach(({ at, place }, row) => {
    neighbours.set(frame.neighbours.subarray(at * nearest, (at + 1) * nearest), row * nearest);
    positions.set(layout.positions.subarray(2 * place, 2 * place + 2), 2 * row);
  });
  return {
    ...frame,
    images: Int32Array.from(kept, ({ at }) => frame.images[at] ?? -1),
    gates: Uint8Array.from(kept, ({ at }) => frame.gates[at] ?? 0),
    neighbours,
    positions,
  };
}
