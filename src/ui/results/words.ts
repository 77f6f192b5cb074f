/** @file The table of results in words and figures, and as texts to take along. */
import { csvRow, type CsvCell } from '../../formats/csv.ts';
import type { FloorResult, ResultCell, ResultColumn, Results } from '../../store/results/results.ts';
import { fixed } from '../../metrics/format.ts';

/** Three decimals of an accuracy, one of a rank, so that figures stand below one another. */
export const figure = (value: number | null, { error }: ResultColumn): string =>
  value === null ? '–' : fixed(value, error === null ? 1 : 3);

/** Of a figure that does not beat a floor. */
export const notAbove = (floors: string): string => `≤ ${floors}`;

/** "untrained", or "untrained (ViT)". */
export const floorLabel = ({ name, of }: FloorResult): string =>
  of.length === 0 ? name : `${name} (${of.join(', ')})`;

export const errorLabel = 'one standard error';

const heading = ({ title, of }: ResultColumn): string => `${title} (${of})`;

/** A Markdown table, rounded as on the page: the best in bold, what does not beat a floor in words. */
export function asMarkdown({ columns, arms, floors }: Results): string {
  const rows = [
    ['', ...columns.map(heading)],
    ['---', ...columns.map(() => '---:')],
    ...arms.map(({ label, cells }) => [label, ...cells.map((cell, at) => markdownCell(cell, columns[at]))]),
    ...floors.map((floor) => [
      floorLabel(floor),
      ...floor.values.map((value, at) => plainCell(value, columns[at])),
    ]),
    [
      errorLabel,
      ...columns.map((column) => (column.error === null ? '' : `± ${figure(column.error, column)}`)),
    ],
  ];
  return rows
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');
}

const plainCell = (value: number | null, column: ResultColumn | undefined): string =>
  column === undefined ? '' : figure(value, column);

function markdownCell(cell: ResultCell, column: ResultColumn | undefined): string {
  const text = plainCell(cell.value, column);
  const remark = cell.unbeaten.length === 0 ? '' : ` (${notAbove(cell.unbeaten.join(', '))})`;
  return `${cell.best ? `**${text}**` : text}${remark}`;
}

/** Comma-separated, not rounded; what was not measured is empty. */
export function asCsv({ columns, arms, floors }: Results): string {
  const rows: CsvCell[][] = [
    ['', ...columns.map(heading)],
    ...arms.map(({ label, cells }) => [label, ...cells.map(({ value }) => value)]),
    ...floors.map((floor) => [floorLabel(floor), ...floor.values]),
    [errorLabel, ...columns.map(({ error }) => error)],
  ];
  return rows.map(csvRow).join('');
}
