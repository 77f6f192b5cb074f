/** @file The results of a block as a Markdown table: a row an arm, a column a metric, mean ± standard error. */
import { fixed } from '../../metrics/format.ts';
import { finalEstimate, type ArmResults } from './armResults.ts';
import { decimalsFor, metricLabel } from './metricWords.ts';
import type { Estimate } from './statistics.ts';

/** What stands where nothing was measured. */
const nothing = '–';

export function resultsTable(rows: readonly ArmResults[], metrics: readonly string[]): string {
  const axes = rows[0]?.arm.labels.map(({ axis }) => axis) ?? [];
  const columns = metrics.map((name) => columnOf(rows.map((row) => finalEstimate(row, name))));
  const head = [...axes, 'seeds', ...metrics.map(metricLabel)].map(inCell);
  const rule = [...axes.map(() => '---'), '---', ...metrics.map(() => '---:')];
  const body = rows.map((row, index) => [
    ...row.arm.labels.map(({ label }) => inCell(label)),
    seedsInWords(row),
    ...columns.map((column) => column[index] ?? nothing),
  ]);
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Numbers that stand below one another have the same decimals. */
function columnOf(estimates: readonly (Estimate | undefined)[]): string[] {
  const decimals = decimalsFor(estimates.flatMap((estimate) => estimate?.mean ?? []));
  return estimates.map((estimate) => {
    if (estimate === undefined) return nothing;
    const { mean, standardError } = estimate;
    return standardError === null
      ? fixed(mean, decimals)
      : `${fixed(mean, decimals)} ± ${fixed(standardError, decimals)}`;
  });
}

/** "3", "one", "2, 1 failed". */
function seedsInWords({ finished, failed }: ArmResults): string {
  const count = finished.length === 1 ? 'one' : String(finished.length);
  return failed.length === 0 ? count : `${count}, ${failed.length} failed`;
}

/** A bar would end the cell. */
const inCell = (text: string): string => text.replaceAll('|', '\\|');
