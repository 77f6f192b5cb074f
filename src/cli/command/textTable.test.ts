import { expect, it } from 'vitest';
import { textTable } from './textTable.ts';

it('gives each column the width of its widest cell, and puts numbers to the right', () => {
  const lines = textTable(
    [{ title: 'quantity' }, { title: 'error', align: 'right' }, { title: 'note' }],
    [
      ['loss', '1.25e-7', ''],
      ['a long quantity', '0', 'why'],
    ],
  );
  expect(lines).toEqual([
    '  quantity           error  note',
    '  loss             1.25e-7',
    '  a long quantity        0  why',
  ]);
});

it('leaves cells that a row lacks empty', () => {
  expect(textTable([{ title: 'a' }, { title: 'b' }], [['1']])).toEqual(['  a  b', '  1']);
});
