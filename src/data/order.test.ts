import { describe, expect, it } from 'vitest';
import { stream } from '../adasim/random.ts';
import { epochOrder, rowsNeeded } from './order.ts';

const blocks = [40, 90, 100];
const order = (epoch: number, seed = 1): Int32Array =>
  epochOrder(blocks, epoch, stream(seed, 'order', epoch));

describe('the order of an epoch', () => {
  it('visits every row once', () => {
    for (const epoch of [0, 1, 2])
      expect([...order(epoch)].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
  });

  it('takes the first epoch block by block, shuffled within', () => {
    const first = [...order(0)];
    expect(Math.max(...first.slice(0, 40))).toBe(39);
    expect(Math.max(...first.slice(40, 90))).toBe(89);
    expect(first.slice(0, 40)).not.toEqual([...Array(40).keys()]);
  });

  it('mixes all rows later', () => {
    expect(Math.max(...order(1).slice(0, 40))).toBeGreaterThan(89);
  });

  it('depends on the seed and the epoch alone', () => {
    expect(order(0)).toEqual(order(0));
    expect(order(0, 2)).not.toEqual(order(0));
    expect(order(2)).not.toEqual(order(1));
  });

  it('knows what a batch must wait for', () => {
    expect(rowsNeeded([3, 17, 4])).toBe(18);
    expect(rowsNeeded([])).toBe(0);
  });
});
