/** @file The findings of one recording side by side: a line for each quantity, a column for each backend. */
import type { Check, Finding } from '../../store/check/check.ts';
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow } from '../../protocol/verification.ts';

type Answer = Extract<Finding, { state: 'checked' }>;

export interface Column extends Answer {
  backend: BackendName;
}

export interface Line {
  quantity: string;
  tolerance: number;
  /** In the order of the columns; undefined where a backend has no such row. */
  cells: readonly (CheckRow | undefined)[];
  /** Where the error is largest, or why the tolerance is what it is: of the backend that is farthest off. */
  note: string;
}

/** The checks of each recording together, in the order in which they are made. */
export function byRecording(checks: readonly Check[]): (readonly [Check, ...Check[]])[] {
  const groups: [Check, ...Check[]][] = [];
  for (const check of checks) {
    const group = groups.at(-1);
    if (group !== undefined && group[0].recording === check.recording) group.push(check);
    else groups.push([check]);
  }
  return groups;
}

/** The backends that answered. */
export const columnsOf = (checks: readonly Check[]): Column[] =>
  checks.flatMap(({ backend, finding }) => (finding.state === 'checked' ? [{ backend, ...finding }] : []));

/** Quantities in the order in which the first backend has them. */
export function linesOf(columns: readonly Column[]): Line[] {
  const quantities = new Set(columns.flatMap(({ rows }) => rows.map(({ quantity }) => quantity)));
  return [...quantities].map((quantity) => {
    const cells = columns.map(({ rows }) => rows.find((row) => row.quantity === quantity));
    const found = cells.filter((cell) => cell !== undefined);
    const worst = found.reduce<CheckRow | undefined>(
      (far, row) => (far === undefined || row.error > far.error ? row : far),
      undefined,
    );
    return { quantity, tolerance: worst?.tolerance ?? NaN, cells, note: worst?.note ?? '' };
  });
}
