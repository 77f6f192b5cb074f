import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LayoutListener } from '../../client/layoutClient.ts';
import type { LayoutRequest } from '../../protocol/layout.ts';
import type { MapGraph } from '../../protocol/map.ts';
import { runShape } from '../../protocol/sampleRecords.ts';
import { pausedPage } from '../testing.ts';
import { createLayouts } from './layouts.ts';
import { mapOf } from './onPage.ts';
import { mapAtlasOf, mapFrameOf } from '../../protocol/sampleMap.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page whose run of one arm is paused. */
function mapped() {
  const scripted = pausedPage(20);
  const map = scripted.page.part(mapOf);
  const tellFrame = async (epoch: number) => {
    scripted.say({ type: 'map', runId: scripted.runId(), arm: 0, frame: mapFrameOf(epoch) });
    // The page takes in what waits while it redraws.
    await vi.advanceTimersByTimeAsync(100);
  };
  return {
    ...scripted,
    map,
    state: () => map.store.getState(),
    tellFrame,
    tellAtlas: () => scripted.say({ type: 'mapAtlas', runId: scripted.runId(), atlas: mapAtlasOf() }),
    watched: () =>
      scripted.received().flatMap((one) => (one.type === 'watchMap' ? [[one.on, one.atlas]] : [])),
  };
}

it('has the run tell of its map while it is open, and of its images once', () => {
  const { map, watched, tellAtlas, state } = mapped();
  expect(watched()).toEqual([]);
  const close = map.watch();
  tellAtlas();
  expect(state().atlas?.about(8)).toEqual({ image: 8, name: 'moon', label: 1, identity: 2 });
  expect(state().atlas?.pictureOf(8)?.rgba[0]).toBe(8);
  expect(state().atlas?.about(4)).toBeUndefined();
  close();
  map.watch();
  expect(watched()).toEqual([
    [true, true],
    [false, false],
    [true, false],
  ]);
});

it('asks another run for its images, and the same one that begins again for none', async () => {
  const { map, watched, tellAtlas, tellFrame, state, say, runId, newSeed, anyway } = mapped();
  map.watch();
  tellAtlas();
  await tellFrame(1);
  map.choose(8);
  say({ type: 'shape', runId: runId(), arm: 0, shape: runShape });
  expect(state()).toMatchObject({ arms: [{ frames: [] }], chosen: 8 });
  expect(state().atlas).not.toBeNull();
  expect(watched()).toHaveLength(1);
  anyway(newSeed);
  say({ type: 'shape', runId: runId(), arm: 0, shape: runShape });
  expect(state().atlas).toBeNull();
  expect(watched().at(-1)).toEqual([true, true]);
});

it('follows the newest moment until it is turned back, and plays from there', async () => {
  const { map, tellFrame, state } = mapped();
  for (const epoch of [1, 2, 3]) await tellFrame(epoch);
  expect(map.frameOf(0)?.epoch).toBe(3);
  map.turnTo(1);
  await tellFrame(4);
  expect(map.frameOf(0)?.epoch).toBe(1);
  map.togglePlaying();
  await vi.advanceTimersByTimeAsync(700);
  expect(map.frameOf(0)?.epoch).toBe(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state()).toMatchObject({ playing: false, epoch: null });
  // At the newest it begins with the first.
  map.togglePlaying();
  expect(state()).toMatchObject({ playing: true, epoch: 1 });
  map.turnBy(1);
  expect(state()).toMatchObject({ playing: false, epoch: 2 });
});

it('goes both ways with the inspector', async () => {
  const { map, tellFrame, state, inspectorStore, inspectImage } = mapped();
  for (const epoch of [1, 2, 3]) await tellFrame(epoch);
  map.point(5);
  expect(inspectorStore.getState().image).toBeNull();
  map.turnTo(2);
  map.choose(7);
  expect(inspectorStore.getState()).toMatchObject({ image: 7, epoch: 2 });
  inspectImage(9);
  expect(state().chosen).toBe(9);
  map.point(3);
  expect(inspectorStore.getState().image).toBe(3);
});

it('brings out one value, and all again', () => {
  const { map, state } = mapped();
  map.isolate(1);
  expect(state().isolated).toBe(1);
  map.isolate(1);
  expect(state().isolated).toBeNull();
  map.isolate(1);
  map.colourBy('gate');
  expect(state().isolated).toBeNull();
});

const graphOf = (): MapGraph => ({
  step: 12,
  epoch: 3,
  images: Int32Array.of(3, 5, 9),
  nearest: 1,
  neighbours: Int32Array.of(1, 0, 1),
  similarities: Float32Array.of(0.9, 0.9, 0.5),
});

it('has a layout made of the bank as it is, tells how far that is, and can stop it', async () => {
  const { page, map, received, say, runId, tellFrame } = mapped();
  const made: { request: LayoutRequest; listener: LayoutListener; stopped: boolean }[] = [];
  const { store, request, cancel, listen } = createLayouts({
    run: page.run,
    map,
    layOut: (asked, listener) => {
      const one = { request: asked, listener, stopped: false };
      made.push(one);
      return () => (one.stopped = true);
    },
  });
  listen();
  await tellFrame(3);
  request(0);
  expect(store.getState().work).toEqual({ arm: 0, phase: 'asked' });
  expect(received().at(-1)).toMatchObject({ type: 'searchMap', arm: 0, nearest: 15 });
  say({ type: 'mapGraph', runId: runId(), arm: 0, graph: graphOf() });
  const [first] = made;
  const { positions } = mapFrameOf(3);
  expect([...(first?.request.start ?? [])]).toEqual([...positions.slice(2, 6), ...positions.slice(10, 12)]);
  first?.listener.onProgress(0.4);
  expect(store.getState().work).toEqual({ arm: 0, phase: 'made', share: 0.4 });
  cancel();
  expect(first?.stopped).toBe(true);
  expect(store.getState().work).toBeNull();

  request(0);
  say({ type: 'mapGraph', runId: runId(), arm: 0, graph: graphOf() });
  made[1]?.listener.onDone(Float32Array.of(1, 2, 3, 4, 5, 6));
  expect(store.getState()).toMatchObject({ work: null, shown: true });
  expect(store.getState().layouts.get(0)).toMatchObject({ step: 12, epoch: 3 });
  // Another moment is wanted.
  await tellFrame(4);
  expect(store.getState().shown).toBe(true);
  map.turnTo(3);
  expect(store.getState().shown).toBe(false);

  request(0);
  say({ type: 'mapGraph', runId: runId(), arm: 0, graph: null });
  expect(store.getState().work).toEqual({ arm: 0, phase: 'failed' });
  say({ type: 'shape', runId: runId(), arm: 0, shape: runShape });
  expect(store.getState()).toMatchObject({ work: null, shown: false });
  expect(store.getState().layouts.size).toBe(0);
});
