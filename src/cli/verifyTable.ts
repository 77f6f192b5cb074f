/** @file The report of a verification as a person reads it. */
import { conclusion, errorFigure, verdictWord } from '../worker/verifyReport.ts';
import type { Verified } from './verifyFiles.ts';

/** One file on one backend: a heading, a line for each quantity, a verdict. */
export function verifyTable({ file, backend, adapter, seconds, rows }: Verified): string {
  const header = ['quantity', 'error', 'tolerance', 'verdict', ''];
  const cells = rows.map((row) => [
    row.quantity,
    errorFigure(row.error),
    errorFigure(row.tolerance),
    verdictWord(row),
    row.note ?? '',
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...cells].map((line) => (line[column] ?? '').length)),
  );
  const line = (words: readonly string[]) =>
    `  ${words
      .map((word, column) =>
        column === 1 || column === 2 ? word.padStart(widths[column] ?? 0) : word.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()}`;
  return [
    `${file} on ${backend} (${adapter}), ${seconds.toFixed(1)} s`,
    line(header),
    ...cells.map(line),
    `  ${conclusion(rows)}`,
    '',
  ].join('\n');
}
