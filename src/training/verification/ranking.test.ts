import { describe, expect, it } from 'vitest';
import { agreement, RankedLists } from './ranking.ts';

const similarities = new Map([
  [4, 0.9],
  [7, 0.8],
  [2, 0.8],
  [5, 0.6],
  [6, 0.6],
]);
const ours = {
  indices: [4, 7, 2, 5],
  values: [0.9, 0.8, 0.8, 0.6],
  valueOf: (index: number) => similarities.get(index) ?? -Infinity,
};

describe('agreement', () => {
  it.each([
    ['the same list', [4, 7, 2, 5], 'same'],
    ['equal values in another order', [4, 2, 7, 5], 'tied'],
    ['another of equal values where the list ends', [4, 7, 2, 6], 'tied'],
    ['another order of what differs', [7, 4, 2, 5], 'different'],
    ['something of less value at the end', [4, 7, 2, 9], 'different'],
    ['one of equal values twice', [4, 7, 7, 5], 'different'],
    ['nothing where there is something', [4, 7, 2, -1], 'different'],
  ] as const)('knows %s', (_, theirs, expected) => {
    expect(agreement(ours, theirs, 0)).toBe(expected);
  });

  it('takes nothing for something no more than the reverse', () => {
    const short = { ...ours, indices: [4, 7, 2, -1], values: [0.9, 0.8, 0.8, 0] };
    expect(agreement(short, [4, 7, 2, -1], 0)).toBe('same');
    expect(agreement(short, [4, 7, 2, 5], 0)).toBe('different');
  });

  it('gives values that lie apart from the recorded ones as much leeway as that explains', () => {
    const theirs = [7, 4, 2, 5];
    expect(agreement(ours, theirs, 0.04)).toBe('different');
    expect(agreement(ours, theirs, 0.06)).toBe('tied');
    expect(agreement(ours, theirs, NaN)).toBe('different');
  });
});

describe('RankedLists', () => {
  it('fails by the number of lists that differ, and mentions ties', () => {
    const lists = new RankedLists('neighbours');
    for (const result of ['same', 'tied', 'tied'] as const) lists.add(result);
    expect(lists.row()).toMatchObject({ error: 0, verdict: 'pass' });
    expect(lists.row().note).toContain('2 lists');
    lists.add('different');
    expect(lists.row()).toMatchObject({ error: 1, verdict: 'fail' });
  });
});
