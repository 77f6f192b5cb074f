import { describe, expect, it } from 'vitest';
import type { Split } from './dataset.ts';
import { refitRows, refitted } from './refit.ts';
import type { StoredShape } from './dataset.ts';

function split(size: number, channels: 1 | 3, images: readonly number[]): Split {
  const count = images.length / (size * size * channels);
  return {
    count,
    size,
    channels,
    images: Uint8Array.from(images),
    labels: Int32Array.from({ length: count }, (_, row) => row),
    identities: new Int32Array(count),
    variants: new Uint8Array(count),
  };
}

function refit(source: Split, shape: StoredShape): number[] {
  const target = refitted(source, shape);
  refitRows(source, target, 0, source.count);
  return [...target.images];
}

const random = Array.from({ length: 2 * 5 * 5 * 3 }, (_, at) => (at * 89 + 17) % 256);

describe('refitted images', () => {
  it('are the images themselves where the shape is theirs', () => {
    expect(refit(split(5, 3, random), { size: 5, channels: 3 })).toEqual(random);
  });

  it('lie between pixel centres: the edges stay, twice the size takes quarters', () => {
    expect(refit(split(2, 1, [0, 100, 0, 100]), { size: 4, channels: 1 })).toEqual(
      [1, 2, 3, 4].flatMap(() => [0, 25, 75, 100]),
    );
    expect(refit(split(2, 1, [0, 0, 100, 100]), { size: 4, channels: 1 })).toEqual(
      [0, 25, 75, 100].flatMap((value) => [value, value, value, value]),
    );
  });

  it('are means of two by two pixels at half the size', () => {
    const ramp = Array.from({ length: 16 }, (_, at) => at * 4);
    expect(refit(split(4, 1, ramp), { size: 2, channels: 1 })).toEqual([10, 18, 42, 50]);
  });

  it('keep a plane at any size, but for the edges', () => {
    const plane = (size: number, at: (x: number, y: number) => number) =>
      Array.from({ length: size * size }, (_, i) => at((i % size) + 0.5, Math.floor(i / size) + 0.5));
    const small = plane(28, (x, y) => Math.round(4 * x + 3 * y));
    const wanted = plane(32, (x, y) => (28 / 32) * (4 * x + 3 * y));
    refit(split(28, 1, small), { size: 32, channels: 1 }).forEach((value, i) => {
      const edge = [i % 32, Math.floor(i / 32)].some((place) => place === 0 || place === 31);
      if (!edge) expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThanOrEqual(1);
    });
  });

  it('have three times the grey, or the luma of their colours', () => {
    expect(refit(split(1, 1, [7, 200]), { size: 1, channels: 3 })).toEqual([7, 7, 7, 200, 200, 200]);
    expect(refit(split(1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]), { size: 1, channels: 1 })).toEqual([
      76, 150, 29,
    ]);
  });

  it('are filled in row by row, and keep what is known of each', () => {
    const source = split(5, 3, random);
    const target = refitted(source, { size: 4, channels: 3 });
    expect(target).toMatchObject({ count: 2, size: 4, labels: source.labels });
    refitRows(source, target, 1, 2);
    expect(target.images.subarray(0, 48).every((value) => value === 0)).toBe(true);
    expect([...target.images.subarray(48)]).toEqual(
      refit(split(5, 3, random.slice(75)), { size: 4, channels: 3 }),
    );
  });
});
