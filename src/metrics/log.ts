/** @file An append-only list that old snapshots share: what a run records, kept whole and cheap to extend. */

/**
 * A snapshot of a growing list. Appending gives a new snapshot and leaves the old one as it was,
 * while both share one array, so 20 000 steps are not copied ten times a second.
 */
export interface Log<T> {
  readonly length: number;
  /** Entries from `length` on belong to later snapshots. */
  readonly shared: T[];
}

export const emptyLog = <T>(): Log<T> => ({ length: 0, shared: [] });

/** A snapshot with `items` at the end. Amortised O(items); O(length) when `log` is not the newest snapshot. */
export function append<T>(log: Log<T>, items: readonly T[]): Log<T> {
  if (items.length === 0) return log;
  const isNewest = log.shared.length === log.length;
  const shared = isNewest ? log.shared : log.shared.slice(0, log.length);
  for (const item of items) shared.push(item);
  return { length: shared.length, shared };
}

/** The entry at `index`, counted from the end when negative. */
export function at<T>(log: Log<T>, index: number): T | undefined {
  const place = index < 0 ? log.length + index : index;
  return place >= 0 && place < log.length ? log.shared[place] : undefined;
}
