import { describe, expect, it } from 'vitest';
import { atlasOf } from '../../store/map/atlas.ts';
import { mapAtlasOf, mapFrameOf } from '../../protocol/sampleMap.ts';
import { moved, robustExtent, toScreen, wholeView, zoomedAround, type Box } from './camera.ts';
import { circleAround, nearestInDirection, nearestTo, within } from './finding.ts';
import { placeOfName } from './focus.ts';
import { mapKeyOf } from './keys.ts';
import { countsOf, plotOf, valuesOf, type PlotOptions } from './plot.ts';
import { madeRoom, orderOfRoom, placesOfTiles } from './tiles.ts';
import { announcementOf, gateText, momentText, subtitleOf } from './words.ts';

const box: Box = { left: 10, top: 20, width: 200, height: 100 };
const all = () => true;

/** 400 points evenly in a square of two, and one far out. */
const even = Float32Array.from([
  ...Array.from({ length: 400 }, (_, at) => [(at % 20) / 10 - 0.95, Math.floor(at / 20) / 10 - 0.95]).flat(),
  ...[90, 0],
]);

describe('the camera', () => {
  it('fits nearly all points, and puts one that lies far out at the edge', () => {
    const extent = robustExtent(even);
    expect(extent.halfWidth).toBeLessThan(2);
    const beyond = new Uint8Array(401);
    const screen = toScreen(even, extent, box, wholeView, 5, beyond);
    expect([...beyond].reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(beyond[400]).toBe(1);
    screen.forEach((value, at) => {
      const [low, size] = at % 2 === 0 ? [box.left, box.width] : [box.top, box.height];
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(low + size);
    });
    // One scale for both axes, and up is up.
    const [x0 = 0, y0 = 0] = screen;
    expect((screen[41] ?? 0) - y0).toBeCloseTo(x0 - (screen[2] ?? 0), 3);
  });

  it('is fitted where there is nothing, or all in one place', () => {
    for (const positions of [new Float32Array(), Float32Array.of(3, 3, 3, 3)])
      expect(toScreen(positions, robustExtent(positions), box, wholeView, 0).every(Number.isFinite)).toBe(
        true,
      );
  });

  it('zooms around a point that stays, and is not pushed off the screen', () => {
    const extent = robustExtent(even);
    const before = toScreen(even, extent, box, wholeView, 0);
    const at = { x: before[0] ?? 0, y: before[1] ?? 0 };
    const near = zoomedAround(wholeView, 3, at, box);
    const after = toScreen(even, extent, box, near, 0);
    expect(after[0]).toBeCloseTo(at.x, 3);
    expect(after[1]).toBeCloseTo(at.y, 3);
    expect((after[2] ?? 0) - at.x).toBeCloseTo(3 * ((before[2] ?? 0) - at.x), 3);
    expect(zoomedAround(near, 1e-6, at, box)).toEqual(wholeView);
    expect(moved(near, 1e6, 0, box).panX).toBe(box.width);
    expect(moved(wholeView, 50, 50, box)).toEqual(wholeView);
  });
});

describe('pictures', () => {
  it('have room where none is over another, the same ones first', () => {
    const screen = toScreen(even, robustExtent(even), box, wholeView, 5);
    const order = orderOfRoom(Array.from({ length: 401 }, (_, at) => at));
    expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
    const wanted = { screen, order, box, side: 15, may: all, taken: [] };
    const places = placesOfTiles(wanted);
    expect(places.length).toBeGreaterThan(10);
    expect(places[0]).toBe([...order].find((place) => places.includes(place)));
    for (const one of places)
      for (const other of places) {
        if (one === other) continue;
        const apart = Math.max(
          Math.abs((screen[2 * one] ?? 0) - (screen[2 * other] ?? 0)),
          Math.abs((screen[2 * one + 1] ?? 0) - (screen[2 * other + 1] ?? 0)),
        );
        expect(apart).toBeGreaterThanOrEqual(15);
      }
    const [first = -1] = places;
    const taken = [[screen[2 * first] ?? 0, screen[2 * first + 1] ?? 0, 15]] as const;
    expect(placesOfTiles({ ...wanted, taken })).not.toContain(first);
    expect(placesOfTiles({ ...wanted, may: (place) => place !== first })).not.toContain(first);
  });

  it('make room for one another, and the first stays', () => {
    const squares = Array.from({ length: 5 }, () => ({ x: 100, y: 70, side: 20 }));
    const apart = madeRoom(squares, box);
    expect(apart[0]).toEqual(squares[0]);
    apart.forEach((one, place) => {
      for (const other of apart.slice(place + 1))
        expect(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))).toBeGreaterThan(19.5);
    });
  });
});

describe('a name', () => {
  const own = { x: 100, y: 60, side: 30 };
  const size = { width: 60, height: 12 };
  it('stands below its picture, or where it covers no neighbour', () => {
    expect(placeOfName(own, [], size, box)).toEqual({ x: 100, y: 81 });
    const below = { x: 90, y: 85, side: 20 };
    expect(placeOfName(own, [below], size, box)).toEqual({ x: 100, y: 39 });
    const above = { x: 110, y: 40, side: 20 };
    const { y } = placeOfName(own, [below, above], size, box);
    expect(y).toBeGreaterThanOrEqual(85 + 16);
    expect(y).toBeLessThanOrEqual(box.top + box.height - 6);
    expect(placeOfName({ ...own, x: 12 }, [], size, box).x).toBe(40);
  });
});

describe('points are found', () => {
  // A cross, and one to the upper right.
  const screen = Float32Array.of(50, 50, 60, 50, 40, 50, 50, 40, 50, 62, 70, 36);

  it('under a pointer, within reach', () => {
    expect(nearestTo(screen, 58, 51, 10, all)).toBe(1);
    expect(nearestTo(screen, 200, 200, 10, all)).toBeUndefined();
    expect(nearestTo(screen, 58, 51, 20, (place) => place !== 1)).toBe(0);
  });

  it('in a direction', () => {
    expect(
      ['right', 'left', 'up', 'down'].map((way) => nearestInDirection(screen, 0, way as 'up', all)),
    ).toEqual([1, 2, 3, 4]);
    expect(nearestInDirection(screen, 5, 'right', all)).toBeUndefined();
    expect(nearestInDirection(screen, 0, 'right', (place) => place !== 1)).toBe(5);
  });

  it('within a line', () => {
    expect(within(screen, circleAround(50, 50, 11), all)).toEqual([0, 1, 2, 3]);
    expect(
      within(
        screen,
        [
          [45, 45],
          [80, 20],
          [75, 60],
        ],
        all,
      ),
    ).toEqual([1, 5]);
    expect(within(screen, circleAround(50, 50, 11), (place) => place > 1)).toEqual([2, 3]);
  });
});

describe('keys', () => {
  const press = (key: string, more = {}) =>
    mapKeyOf({
      ...{ key, code: '', ctrlKey: false, metaKey: false, altKey: false, getModifierState: () => false },
      ...more,
    });
  it('are the map’s, or the page’s', () => {
    expect(press('ArrowUp')).toEqual({ does: 'go', direction: 'up' });
    expect(press('3')).toEqual({ does: 'neighbour', rank: 3 });
    expect(
      ['Enter', 'b', 'B', '+', '=', '-', '0', '[', ']', ' ', 'Escape'].map((key) => press(key)?.does),
    ).toEqual(['choose', 'brush', 'brush', 'in', 'in', 'out', 'whole', 'back', 'on', 'play', 'leave']);
    expect(['6', 's', 'Tab'].map((key) => press(key))).toEqual([undefined, undefined, undefined]);
    expect(press('ArrowUp', { altKey: true })).toBeUndefined();
    expect(press('+', { ctrlKey: true })).toBeUndefined();
    // Where [ is made with AltGr.
    expect(press('[', { altKey: true, ctrlKey: true, getModifierState: () => true })).toEqual({
      does: 'back',
    });
  });
});

describe('a plot', () => {
  const frame = mapFrameOf(2);
  const atlas = atlasOf(mapAtlasOf());
  const options: PlotOptions = { atlas, isolated: null, sought: '', classNames: ['day', 'night'] };

  it('is coloured by class, gate or agreement', () => {
    expect([...countsOf(valuesOf(frame, 'class', atlas, undefined))]).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect(valuesOf(frame, 'gate', atlas, undefined)).toBe(frame.gates);
    expect([...countsOf(valuesOf(frame, 'agreement', atlas, frame)).keys()]).toEqual([2]);
    expect([...countsOf(valuesOf(frame, 'agreement', atlas, undefined)).keys()]).toEqual([255]);
  });

  it('lets stand back what is not sought or brought out', () => {
    const values = valuesOf(frame, 'class', atlas, undefined);
    const faded = (more: Partial<PlotOptions>) =>
      [...plotOf(frame, values, { ...options, ...more }).faded].join('');
    expect(faded({})).toBe('000000');
    expect(faded({ isolated: 1 })).toBe('111000');
    expect(faded({ sought: ' Moon' })).toBe('111001');
    expect(faded({ sought: 'day' })).toBe('000111');
    expect(faded({ sought: 'moon', isolated: 0 })).toBe('111111');
  });

  it('is told in words', () => {
    expect(announcementOf(frame, atlas, 2)).toBe('sun, gate shut, nearest: sun');
    expect(announcementOf(frame, atlas, 8)).toBe('moon, gate shut, nearest: cloud');
    expect(announcementOf(frame, null, 3)).toBe('image 3, gate open, nearest: image 5');
    expect(announcementOf(frame, atlas, 4)).toBe('image 4, not on this map');
    expect(gateText(frame, atlas, 3)).toEqual({ gate: 'open', why: 'recognised' });
    expect(gateText(frame, atlas, 9)).toEqual({ gate: 'none yet', why: 'the window is filling' });
    const taken = { ...frame, neighbours: Int32Array.from(frame.neighbours, () => 7) };
    expect(gateText(taken, atlas, 2)).toEqual({ gate: 'shut', why: 'taken for moon' });
    expect([momentText(frame), momentText({ epoch: 2, atEpochEnd: false })]).toEqual([
      'after epoch 2',
      'in epoch 3',
    ]);
    expect(subtitleOf(frame, 6)).toMatch(/46\u202f% of the spread.*learnt\.$/);
    expect(subtitleOf(frame, 12)).toMatch(/6 of 12 pictures\.$/);
  });
});
