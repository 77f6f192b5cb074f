/** @file Where the arrow keys lead among pictures in rows (the grid pattern of the ARIA Authoring Practices). */

interface Pressed {
  key: string;
  ctrlKey: boolean;
}

/**
 * The place that `pressed` leads to from `place`, counted row by row; undefined where the key leads nowhere. Up and down
 * keep to the column, and to the last picture of a row that does not reach so far.
 *
 * @param rows pictures in each row
 */
export function placeAfter(
  { key, ctrlKey }: Pressed,
  place: number,
  rows: readonly number[],
): number | undefined {
  const ends = rows.map((_, row) => rows.slice(0, row + 1).reduce((sum, length) => sum + length));
  const row = ends.findIndex((end) => place < end);
  const firstOf = (of: number): number => (ends[of] ?? 0) - (rows[of] ?? 0);
  const first = firstOf(row);
  const last = (ends[row] ?? 0) - 1;
  /** The same column of the next row that way which has pictures. */
  const across = (by: 1 | -1): number => {
    let to = row + by;
    while (rows[to] === 0) to += by;
    const length = rows[to];
    return length === undefined ? -1 : firstOf(to) + Math.min(place - first, length - 1);
  };
  const places: Readonly<Record<string, () => number>> = {
    ArrowLeft: () => (place > first ? place - 1 : -1),
    ArrowRight: () => (place < last ? place + 1 : -1),
    ArrowUp: () => across(-1),
    ArrowDown: () => across(1),
    Home: () => (ctrlKey ? 0 : first),
    End: () => (ctrlKey ? (ends.at(-1) ?? 0) - 1 : last),
  };
  const next = Object.hasOwn(places, key) ? places[key]?.() : undefined;
  return next === undefined || next < 0 ? undefined : next;
}
