/** @file What a verification found, in words: one wording for the terminal, the page and its report. */
import type { CheckRow } from './verification.ts';

/** No row failed. A report without rows has shown nothing. */
export const hasPassed = (rows: readonly CheckRow[]): boolean =>
  rows.length > 0 && rows.every((row) => row.verdict !== 'fail');

export const countFailures = (rows: readonly CheckRow[]): number =>
  rows.filter((row) => row.verdict === 'fail').length;

/** "passed: 26 quantities", "failed: 2 of 26 quantities". */
export const conclusion = (rows: readonly CheckRow[]): string =>
  hasPassed(rows)
    ? `passed: ${rows.length} quantities`
    : `failed: ${countFailures(rows)} of ${rows.length} quantities`;

/** Failures stand out also where there is no colour. */
export const verdictWord = ({ verdict }: CheckRow): string => (verdict === 'fail' ? 'FAIL' : verdict);

/** Errors of decisions are counts; what is small is read by its order of magnitude. */
export function errorFigure(value: number): string {
  if (!Number.isFinite(value)) return 'not finite';
  if (Number.isInteger(value)) return String(value);
  return value < 0.1 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}
