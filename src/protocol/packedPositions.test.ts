import { expect, it } from 'vitest';
import { stream } from '../adasim/random.ts';
import { packPositions, unpackPositions } from './packedPositions.ts';

it('comes back within half a part of the farthest', () => {
  const random = stream(1, 'positions');
  for (const width of [1e-6, 0.3, 40]) {
    const positions = Float32Array.from({ length: 400 }, () => width * (2 * random.uniform() - 1) ** 3);
    const packed = packPositions(positions);
    const back = unpackPositions(packed);
    expect(back).toHaveLength(400);
    const farthest = Math.max(...positions.map(Math.abs));
    const off = Math.max(...positions.map((position, at) => Math.abs(position - (back[at] ?? NaN))));
    expect(off).toBeLessThanOrEqual((1.0001 * farthest) / 254);
    // A byte a number, before base 64.
    expect(atob(packed.positions)).toHaveLength(400);
  }
});

it('keeps the middle and the farthest as they are', () => {
  expect([...unpackPositions(packPositions(Float32Array.of(0, -2, 2, 0)))]).toEqual([0, -2, 2, 0]);
  expect([...unpackPositions(packPositions(new Float32Array(4)))]).toEqual([0, 0, 0, 0]);
  expect(unpackPositions(packPositions(new Float32Array()))).toHaveLength(0);
});
