import { describe, expect, it } from 'vitest';
import { withoutCommas } from './commas.ts';
import { defaultConfig } from './defaults.ts';
import { applyOverrides } from './overrides.ts';

it.each([
  ['0,99', ['0.99']],
  [' 2,5 ', ['2.5']],
  [',5', ['.5']],
  ['-1,5e-3', ['-1.5e-3']],
  ['0,004', ['0.004']],
  ['1,5000', ['1.5000']],
  ['1,500', ['1.500', '1500']],
  ['60,000', ['60.000', '60000']],
  ['1,000,000', ['1000000']],
  ['1,234.5', ['1234.5']],
  ['0.99', []],
  ['99', []],
  ['1,', []],
  ['1,2,3', []],
  ['8,16', ['8.16']],
  ['a,b', []],
  ['', []],
])('%j may mean %j', (text, readings) => {
  expect(withoutCommas(text)).toEqual(readings);
});

describe('a setting with a comma is refused with what to write', () => {
  it.each([
    ['0,99', 'optimizer.lr is "0,99", but it must be a number from 0 to 10; write 0.99.'],
    ['1,500', 'optimizer.lr is "1,500", but it must be a number from 0 to 10; write 1.500 or 1500.'],
    ['1,2,3', 'optimizer.lr is "1,2,3", but it must be a number from 0 to 10.'],
  ])('%s', (text, sentence) => {
    expect(() => applyOverrides(defaultConfig, [['optimizer.lr', text]])).toThrow(sentence);
  });
});
