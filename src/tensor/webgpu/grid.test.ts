import { describe, expect, it } from 'vitest';
import { foldedGrid, foldedInvocation, foldedWorkgroup } from './grid.ts';

/** What WebGPU promises along each dimension. */
const MOST = 65535;

/** The number that the WGSL expression gives; it reads as JavaScript but for the suffix of its literals. */
function evaluate(wgsl: string, name: string, place: { x: number; y: number }): number {
  const text = wgsl.replace(new RegExp(`${name}\\.([xy])`, 'g'), (_, axis: 'x' | 'y') => String(place[axis]));
  const [, y, width, x] = /^\((\d+) \* (\d+)u \+ (\d+)\)$/.exec(text)?.map(Number) ?? [];
  return (y ?? NaN) * (width ?? NaN) + (x ?? NaN);
}

describe('a folded grid', () => {
  it.each([0, 1, 32767, 32768, 32769, 65535, 65536, 66560, 3 * 32768, 1e6, 2 ** 30])(
    'has room for %i workgroups, within what every device allows',
    (workgroups) => {
      const [width, height] = foldedGrid(workgroups);
      expect(width * height).toBeGreaterThanOrEqual(workgroups);
      expect(width * (height - 1)).toBeLessThan(Math.max(workgroups, 1));
      expect(Math.max(width, height)).toBeLessThanOrEqual(MOST);
    },
  );

  it('numbers its workgroups and their invocations without gap or repetition', () => {
    const [width, height] = foldedGrid(70_000);
    const corners = [
      [0, 0],
      [width - 1, 0],
      [0, 1],
      [width - 1, height - 1],
    ] as const;
    const numbers = corners.map(([x, y]) => evaluate(foldedWorkgroup('group'), 'group', { x, y }));
    expect(numbers).toEqual([0, width - 1, width, width * height - 1]);
    // The last invocation of a row's last workgroup, and the first of the next row's first.
    const ends = [
      { x: 64 * width - 1, y: 0 },
      { x: 0, y: 1 },
    ].map((place) => evaluate(foldedInvocation('id', 64), 'id', place));
    expect(ends).toEqual([64 * width - 1, 64 * width]);
  });

  it('refuses what no device could run', () => {
    expect(() => foldedGrid(2 ** 30 + 1)).toThrow(RangeError);
  });
});
