/** @file The report of a verification as a person reads it. */
import { conclusion, errorFigure, verdictWord } from '../../protocol/verificationReport.ts';
import { textTable, type TableColumn } from '../command/textTable.ts';
import { meansInWords, type Verified } from './verifyFiles.ts';

const columns: readonly TableColumn[] = [
  { title: 'quantity' },
  { title: 'error', align: 'right' },
  { title: 'tolerance', align: 'right' },
  { title: 'verdict' },
  { title: '' },
];

/** One file on one backend: a heading, a line for each quantity, a verdict. */
export function verifyTable({ file, adapter, seconds, rows, ...means }: Verified): string {
  const cells = rows.map((row) => [
    row.quantity,
    errorFigure(row.error),
    errorFigure(row.tolerance),
    verdictWord(row),
    row.note ?? '',
  ]);
  return [
    `${file} on ${meansInWords(means)} (${adapter}), ${seconds.toFixed(1)} s`,
    ...textTable(columns, cells),
    `  ${conclusion(rows)}`,
    '',
  ].join('\n');
}
