import { describe, expect, it } from 'vitest';
import { bytes, count, duration, fixed, percent, rate, short, typed } from './format.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('numbers as text', () => {
  it.each([
    [fixed(-0.001, 2), '0.00'],
    [fixed(-0.006, 2), '−0.01'],
    [fixed(1234567.5, 1), '1 234 567.5'],
    [count(2109), '2 109'],
    [count(-0.2), '0'],
    [short(0.4951), '0.495'],
    [short(22.63), '22.6'],
    [short(0.00213), '0.0021'],
    [short(8e-5), '8×10⁻⁵'],
    [short(-1.25e-6), '−1.3×10⁻⁶'],
    [short(0), '0'],
    [short(1e-15), '0'],
    [percent(0.124), '12 %'],
    [percent(0.0512), '5.1 %'],
    [percent(0), '0 %'],
    [percent(1), '100 %'],
    [bytes(812), '812 B'],
    [bytes(8_210_000), '8.2 MB'],
    [duration(40.4), '40 s'],
    [duration(200), '3 min 20 s'],
    [duration(3000), '50 min'],
    [duration(7500), '2 h 05 min'],
    [duration(Infinity), '–'],
    [rate(86.4), '86'],
    [rate(0.314), '0.31'],
    [typed(0.1 + 0.2), '0.3'],
  ])('%s', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});
