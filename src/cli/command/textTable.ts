/** @file Tables of text for a terminal. */

export interface TableColumn {
  title: string;
  /** Numbers stand to the right. */
  align?: 'left' | 'right';
}

/** A header and one line for each row, in columns as wide as their widest cell, indented by two spaces. */
export function textTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const header = columns.map(({ title }) => title);
  const widths = columns.map((_, column) =>
    Math.max(...[header, ...rows].map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `  ${columns
      .map(({ align }, column) => {
        const [cell = '', width = 0] = [cells[column], widths[column]];
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd()}`;
  return [header, ...rows].map(line);
}
