import { expect, it } from 'vitest';
import { turned } from '../../adasim/map/procrustes.ts';
import { addFrame, frameAt, keptEpoch, noFrames, roomFor, type KeptFrames } from './frames.ts';
import { mapFrameOf } from '../../protocol/sampleMap.ts';

const epochsOf = ({ frames }: KeptFrames) => frames.map(({ epoch }) => epoch);

const keptUntil = (last: number, most: number) => {
  let kept = noFrames;
  for (let epoch = 1; epoch <= last; epoch += 1) kept = addFrame(kept, mapFrameOf(epoch), most, undefined);
  return kept;
};

it('turns each moment onto the one before it, by the images that both have', () => {
  const first = addFrame(noFrames, mapFrameOf(1), 10, undefined);
  const before = first.frames[0];
  if (before === undefined) throw new Error('Nothing was kept.');
  const [cos, sin] = [Math.cos(2.5), Math.sin(2.5)];
  // The same constellation, mirrored and turned, with one image less at its beginning.
  const next = {
    ...mapFrameOf(2),
    images: before.images.slice(1),
    positions: turned(before.positions, [cos, sin, sin, -cos]).slice(2),
  };
  const { frames } = addFrame(first, next, 10, undefined);
  const { positions } = frames[1] ?? { positions: new Float32Array() };
  expect(positions).toHaveLength(before.positions.length - 2);
  positions.forEach((value, at) => expect(value).toBeCloseTo(before.positions[at + 2] ?? NaN, 5));
});

it('turns the first moment of an arm onto another arm’s', () => {
  const other = mapFrameOf(3);
  const { frames } = addFrame(
    noFrames,
    { ...other, positions: turned(other.positions, [0, 1, -1, 0]) },
    10,
    other,
  );
  frames[0]?.positions.forEach((value, at) => expect(value).toBeCloseTo(other.positions[at] ?? NaN, 5));
});

it('keeps every other epoch where there would be too many, the first and the newest in any case', () => {
  expect(epochsOf(keptUntil(6, 6))).toEqual([1, 2, 3, 4, 5, 6]);
  const kept = keptUntil(9, 6);
  expect(kept.every).toBe(2);
  expect(epochsOf(kept)).toEqual([1, 2, 4, 6, 8, 9]);
  expect(epochsOf(keptUntil(33, 6)).length).toBeLessThanOrEqual(6);
});

it('keeps a moment in the midst of an epoch only until the next', () => {
  const midst = { ...mapFrameOf(4), step: 18, atEpochEnd: false };
  const kept = addFrame(keptUntil(4, 10), midst, 10, undefined);
  expect(kept.frames.map(({ step }) => step)).toEqual([4, 8, 12, 16, 18]);
  expect(epochsOf(addFrame(kept, mapFrameOf(5), 10, undefined))).toEqual([1, 2, 3, 4, 5]);
});

it('takes the same moment again for the one that it had', () => {
  const kept = keptUntil(3, 10);
  expect(epochsOf(addFrame(kept, mapFrameOf(3), 10, undefined))).toEqual([1, 2, 3]);
});

it('finds the moment of an epoch, or the last before it', () => {
  const kept = keptUntil(9, 6);
  expect(frameAt(kept, null)?.epoch).toBe(9);
  expect(frameAt(kept, 7)?.epoch).toBe(6);
  expect(frameAt(kept, 0)?.epoch).toBe(1);
  expect(frameAt(noFrames, null)).toBeUndefined();
});

it('goes on to the next that is kept in the direction that is asked for', () => {
  const kept = keptUntil(9, 6);
  expect(keptEpoch(kept, 5, 4)).toBe(6);
  expect(keptEpoch(kept, 5, 6)).toBe(4);
  expect(keptEpoch(kept, 2, 6)).toBe(2);
  expect(keptEpoch(kept, 12, 9)).toBe(9);
  expect(keptEpoch(kept, 0, 1)).toBe(1);
  expect(keptEpoch(noFrames, 3, 0)).toBeUndefined();
});

it('has room for fewer frames of more images, and for two in any case', () => {
  const frame = mapFrameOf(1);
  expect(roomFor(1000, frame)).toBe(Math.floor(1000 / (frame.images.length * (13 + 4 * frame.nearest))));
  expect(roomFor(1, frame)).toBe(2);
});
