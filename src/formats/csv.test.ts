import { expect, it } from 'vitest';
import { csvRow } from './csv.ts';

it('numbers stay numbers, and nothing is empty', () => {
  expect(csvRow([1, -0.5, 1e-7, null, 0])).toBe('1,-0.5,1e-7,,0\n');
});

it.each([
  ['naive', 'naive'],
  ['τ 0.02, k 8', '"τ 0.02, k 8"'],
  ['a "b"', '"a ""b"""'],
  ['two\nlines', '"two\nlines"'],
  ['', ''],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
])('the text %j is written as %s, which no spreadsheet computes', (text, written) => {
  expect(csvRow([text])).toBe(`${written}\n`);
});
