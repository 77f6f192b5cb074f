/** @file The report of a verification as a person reads it. */
import type { CheckRow } from '../worker/verifyProtocol.ts';
import type { Verified } from './verifyFiles.ts';

/** One file on one backend: a heading, a line for each quantity, a verdict. */
export function verifyTable({ file, backend, adapter, seconds, passed, rows }: Verified): string {
  const header = ['quantity', 'error', 'tolerance', 'verdict', ''];
  const cells = rows.map((row) => [
    row.quantity,
    number(row.error),
    number(row.tolerance),
    verdict(row),
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
  const failed = rows.filter((row) => row.verdict === 'fail').length;
  return [
    `${file} on ${backend} (${adapter}), ${seconds.toFixed(1)} s`,
    line(header),
    ...cells.map(line),
    `  ${passed ? `passed: ${rows.length} quantities` : `failed: ${failed} of ${rows.length} quantities`}`,
    '',
  ].join('\n');
}

const verdict = (row: CheckRow): string => (row.verdict === 'fail' ? 'FAIL' : row.verdict);

/** Errors of decisions are counts; the rest are read by their order of magnitude. */
function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Number.isFinite(value) ? value.toExponential(1) : 'not finite';
}
