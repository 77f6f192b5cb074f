import { describe, expect, it } from 'vitest';
import { checkRow, WorstOf } from './comparison.ts';

describe('rows', () => {
  it('fail above the tolerance and where there is no number', () => {
    expect(checkRow('loss', 1e-3, 1e-3).verdict).toBe('pass');
    expect(checkRow('loss', 1.01e-3, 1e-3).verdict).toBe('fail');
    expect(checkRow('loss', NaN, 1e-3).verdict).toBe('fail');
  });

  it('name the worst of many tensors', () => {
    const worst = new WorstOf('final', 0.5, 'why');
    expect(worst.rows()).toEqual([]);
    worst.add('a', 0.1);
    worst.add('b', 0.7);
    worst.add('c', 0.2);
    expect(worst.rows()).toEqual([
      {
        quantity: 'final',
        error: 0.7,
        tolerance: 0.5,
        verdict: 'fail',
        note: 'largest in b, of 3 tensors; why',
      },
    ]);
  });
});
