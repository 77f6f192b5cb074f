/** @file Whether something holds after a series of noisy values: it takes more to begin than to go on. */

export interface Latch {
  /** Begins to hold above this … */
  on: number;
  /** … and ends below this, which is less. */
  off: number;
  /** Values in a row that it takes either way. */
  inARow: number;
  /** A value above this begins it at once. */
  sure?: number;
}

/** @param values the oldest first */
export function holds(values: readonly number[], { on, off, inARow, sure = Infinity }: Latch): boolean {
  let holding = false;
  let run = 0;
  for (const value of values) {
    const turns = holding ? value < off : value > on;
    run = turns ? run + 1 : 0;
    if (run >= inARow || (!holding && value > sure)) {
      holding = !holding;
      run = 0;
    }
  }
  return holding;
}
