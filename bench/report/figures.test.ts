import { expect, it } from 'vitest';
import { count, megabytes, milliseconds, share, significant, times } from './figures.ts';

it('writes three significant digits, and no more places than a thousandth', () => {
  expect([0, 0.01234, 0.5, 1.234, 12.34, 99.94, 123.4, 12_736].map(significant)).toEqual([
    '0',
    '0.012',
    '0.500',
    '1.23',
    '12.3',
    '99.9',
    '123',
    '12 736',
  ]);
});

it('writes shares, counts, sizes and ratios, and a dash for what is not known', () => {
  expect(share(0.4567)).toBe('46 %');
  expect(count(2_257)).toBe('2 257');
  expect(megabytes(45_600_000)).toBe('45.6');
  expect(times(500, 40)).toBe('12.5×');
  expect(times(500, null)).toBe('–');
  for (const write of [share, count, megabytes, milliseconds]) expect(write(null)).toBe('–');
});
