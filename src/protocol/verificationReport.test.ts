import { describe, expect, it } from 'vitest';
import { conclusion, errorFigure, hasPassed } from './verificationReport.ts';
import type { CheckRow } from './verification.ts';

const row = (verdict: CheckRow['verdict']): CheckRow => ({
  quantity: 'loss',
  error: 0,
  tolerance: 1,
  verdict,
});

describe('hasPassed', () => {
  it('takes every row, and at least one', () => {
    expect(hasPassed([row('pass'), row('pass')])).toBe(true);
    expect(hasPassed([row('pass'), row('fail')])).toBe(false);
    expect(hasPassed([])).toBe(false);
  });
});

describe('conclusion', () => {
  it('counts', () => {
    expect(conclusion([row('pass'), row('pass')])).toBe('passed: 2 quantities');
    expect(conclusion([row('pass'), row('fail')])).toBe('failed: 1 of 2 quantities');
  });
});

describe('errorFigure', () => {
  it.each([
    [0, '0'],
    [3, '3'],
    [1234, '1234'],
    [1.5, '1.5'],
    [0.123456, '0.123'],
    [1e-3, '1.0e-3'],
    [6.54e-7, '6.5e-7'],
    [Infinity, 'not finite'],
    [NaN, 'not finite'],
  ])('%f is %s', (value, text) => expect(errorFigure(value)).toBe(text));
});
