import { describe, expect, it } from 'vitest';
import type { Gallery } from '../../protocol/gallery.ts';
import { addGallery, emptyAlbum } from './album.ts';
import { append, at, emptyLog } from '../../metrics/log.ts';

/** Image 7 and its neighbours 7 (itself) and 9, as one-pixel pictures. */
const gallery = (step: number): Gallery => ({
  step,
  epoch: step / 4,
  size: 1,
  thumbnails: new Uint8ClampedArray([7, 7, 7, 255, 9, 9, 9, 255]),
  rows: [
    {
      thumbnail: 0,
      image: 7,
      label: 1,
      neighbours: [
        { thumbnail: 0, image: 7, similarity: 1, sameLabel: true, sameIdentity: true, isSelf: true },
        { thumbnail: 1, image: 9, similarity: 0.5, sameLabel: false, sameIdentity: false, isSelf: false },
      ],
    },
  ],
});

describe('addGallery', () => {
  it('cuts the sheet into pictures', () => {
    const row = addGallery(emptyAlbum, gallery(4)).moments[0]?.rows[0];
    expect([...(row?.picture.rgba ?? [])]).toEqual([7, 7, 7, 255]);
    expect([...(row?.neighbours[1]?.picture.rgba ?? [])]).toEqual([9, 9, 9, 255]);
    expect(row?.neighbours[1]).toMatchObject({ image: 9, similarity: 0.5, isSelf: false });
  });

  it('keeps each picture once, however many epochs show it', () => {
    const album = [4, 8, 12].map(gallery).reduce(addGallery, emptyAlbum);
    expect(album.moments.map(({ step }) => step)).toEqual([4, 8, 12]);
    expect(album.pictures.size).toBe(2);
    const [first, , last] = album.moments;
    expect(last?.rows[0]?.picture).toBe(first?.rows[0]?.picture);
  });

  it('replaces a moment that is told again', () => {
    expect([4, 4].map(gallery).reduce(addGallery, emptyAlbum).moments).toHaveLength(1);
  });
});

describe('Log', () => {
  it('leaves old snapshots as they were', () => {
    const one = append(emptyLog<string>(), ['a']);
    const two = append(one, ['b', 'c']);
    const other = append(one, ['x']);
    expect([one.length, two.length, other.length]).toEqual([1, 3, 2]);
    expect([at(one, -1), at(two, -1), at(other, -1)]).toEqual(['a', 'c', 'x']);
    expect([at(one, 1), at(two, 1), at(other, 1)]).toEqual([undefined, 'b', 'x']);
    expect([at(two, 0), at(two, -4)]).toEqual(['a', undefined]);
  });

  it('is the same snapshot when nothing is appended', () => {
    const log = append(emptyLog<number>(), [1]);
    expect(append(log, [])).toBe(log);
  });
});
