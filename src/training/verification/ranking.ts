/**
 * @file Whether two lists rank the same things. Values that are nearer to each other than rounding can tell have no
 * order: two images that trained on the same view in the same batch lie at the same place of the bank, and which of
 * them is found first, or at all where the list ends, is up to the machine.
 */
import { checkRow } from './comparison.ts';
import type { CheckRow } from '../../protocol/verification.ts';

/** Values closer than this are equal. */
const TIE = 1e-6;

/** `tied`: another list than ours, and as good. */
export type Agreement = 'same' | 'tied' | 'different';

/** A list of ours, best first; −1 = nothing. */
export interface Ranking {
  indices: ArrayLike<number>;
  values: ArrayLike<number>;
  /** The value of anything that might have been ranked; −∞ for what might not. */
  valueOf: (index: number) => number;
}

/**
 * Whether `theirs`, best first, is a right ranking by our values.
 * @param apart how far their values lie from ours: what such a distance can turn round has no order either
 */
export function agreement(ours: Ranking, theirs: ArrayLike<number>, apart: number): Agreement {
  let result: Agreement = 'same';
  const allowed = TIE + 2 * apart;
  for (let rank = 0; rank < theirs.length; rank += 1) {
    const [own = -1, other = -1] = [ours.indices[rank], theirs[rank]];
    if (own === other) continue;
    const lost = Math.abs((ours.values[rank] ?? NaN) - (other < 0 ? NaN : ours.valueOf(other)));
    if (own < 0 || !(lost <= allowed) || Array.prototype.indexOf.call(theirs, other) < rank)
      return 'different';
    result = 'tied';
  }
  return result;
}

/** Counts lists that are not what was recorded. */
export class RankedLists {
  private different = 0;
  private tied = 0;

  constructor(private readonly quantity: string) {}

  add(result: Agreement): void {
    if (result === 'different') this.different += 1;
    if (result === 'tied') this.tied += 1;
  }

  row(): CheckRow {
    const note =
      this.tied === 0 ? 'exact' : `exact; ${this.tied} lists hold equal values, whose order is undefined`;
    return checkRow(this.quantity, this.different, 0, note);
  }
}
