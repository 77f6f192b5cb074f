/** @file Where most of a map is: the fewest places that hold a part of it, as in DINO's figures. */

export interface Mass {
  /** 1 for each place that is among them. */
  kept: Uint8Array;
  /** How many those are. */
  count: number;
}

/**
 * The fewest places that hold this part of what all places hold together.
 * @param shares of each place, none below 0; they need not add up to 1
 * @param part in (0, 1]
 */
export function massOf(shares: Float64Array, part: number): Mass {
  const kept = new Uint8Array(shares.length);
  const total = shares.reduce((sum, share) => sum + share, 0);
  // All of it is in all places, however little some hold.
  if (part >= 1) return { kept: kept.fill(1), count: kept.length };
  const order = [...shares.keys()].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
  let [held, count] = [0, 0];
  for (const place of order) {
    if (held >= part * total) break;
    held += shares[place] ?? 0;
    kept[place] = 1;
    count += 1;
  }
  return { kept, count };
}

/** How bright each place is: in proportion to its share, the largest 1; dark where it is not among those that hold the part. */
export function brightnessOf(shares: Float64Array, part: number): Float64Array<ArrayBuffer> {
  const { kept } = massOf(shares, part);
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  return Float64Array.from(shares, (share, place) =>
    kept[place] === 1 && largest > 0 ? share / largest : 0,
  );
}
