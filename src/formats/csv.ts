/** @file Comma-separated values, as spreadsheets and data frames read them. */

/** Null is what was not measured. */
export type CsvCell = string | number | null;

/** One row. Numbers are written as they are, texts so that no spreadsheet computes them. */
export const csvRow = (cells: readonly CsvCell[]): string => `${cells.map(written).join(',')}\n`;

function written(cell: CsvCell): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  // A spreadsheet takes a text that begins so for a formula; a label comes from wherever a link does.
  const text = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
