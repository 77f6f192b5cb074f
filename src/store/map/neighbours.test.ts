import { expect, it } from 'vitest';
import { agreement, neighboursIn, NOT_COMPARED, placeIn } from './neighbours.ts';
import { mapFrameOf } from '../../protocol/sampleMap.ts';

const frame = mapFrameOf(1);

it('finds images by their number, and those that are not there nowhere', () => {
  expect([2, 5, 9].map((image) => placeIn(frame, image))).toEqual([0, 2, 5]);
  expect([0, 4, 10].map((image) => placeIn(frame, image))).toEqual([undefined, undefined, undefined]);
  expect(placeIn({ images: new Int32Array() }, 1)).toBeUndefined();
});

it('tells who is nearest, without the places of those that there are not', () => {
  expect(neighboursIn(frame, 3)).toEqual([3, 5]);
  expect(neighboursIn(frame, 4)).toEqual([]);
  const lonely = {
    ...frame,
    neighbours: Int32Array.from(frame.neighbours, (_, at) => (at % 2 === 0 ? 7 : -1)),
  };
  expect(neighboursIn(lonely, 3)).toEqual([7]);
});

it('counts whom two arms both find, where both have looked', () => {
  // Other neighbours for the first image, one other for the second, none recorded of the third.
  const other = { ...frame, neighbours: frame.neighbours.slice() };
  other.neighbours.set([8, 9, 3, 9, -1, -1]);
  expect([...agreement(frame, other)]).toEqual([0, 1, NOT_COMPARED, 2, 2, 2]);
  const fewer = { ...other, images: frame.images.slice(0, 5) };
  expect(agreement(frame, fewer)[5]).toBe(NOT_COMPARED);
});
