/**
 * @file Same-identity retrieval: is the image nearest to a held-out image another picture of the same thing? The
 * candidates are all other held-out images; images without another picture among them are not asked.
 */
import { normaliseRows, type FeatureMatrix } from './features.ts';
import { innerProducts, tileRows } from './innerProducts.ts';
import type { NeighbourLists } from './knnAccuracy.ts';

/**
 * Share of the images whose most similar other image (by cosine) has their identity; null if no identity is
 * pictured twice.
 * @param identities `[features.rows]`
 */
export function retrievalAccuracy(features: FeatureMatrix, identities: Int32Array): number | null {
  const unit = normaliseRows(features);
  const { rows } = unit;
  const cosines = new Float64Array(tileRows * rows);
  return shareFound(identities, (row) => {
    const from = (row % tileRows) * rows;
    if (row % tileRows === 0) innerProducts(unit, row, unit, 0, cosines);
    const own = cosines.subarray(from, from + rows);
    own[row] = -Infinity;
    return own.reduce((leader, cosine, other) => (cosine > (own[leader] ?? -Infinity) ? other : leader), 0);
  });
}

/**
 * The same from lists that were searched elsewhere (on the device), of all images among themselves.
 * @param lists two neighbours or more of each image, of which one is the image itself
 */
export function retrievalOfNeighbours({ indices }: NeighbourLists, identities: Int32Array): number | null {
  const k = indices.length / identities.length;
  return shareFound(identities, (row) =>
    indices.subarray(row * k, (row + 1) * k).find((other) => other !== row),
  );
}

/** What choosing at random among the other images gives; null if no identity is pictured twice. */
export function retrievalChance(identities: Int32Array): number | null {
  const images = retrievalImages(identities);
  if (images === null) return null;
  let pairs = 0;
  for (const count of pictureCounts(identities).values()) pairs += count * (count - 1);
  return pairs / images / (identities.length - 1);
}

/** How many images have another picture of their identity, and are asked; null if none has. */
export function retrievalImages(identities: Int32Array): number | null {
  let images = 0;
  for (const count of pictureCounts(identities).values()) if (count > 1) images += count;
  return images === 0 ? null : images;
}

/** `find` is called for every row in turn. */
function shareFound(identities: Int32Array, find: (row: number) => number | undefined): number | null {
  const counts = pictureCounts(identities);
  let asked = 0;
  let found = 0;
  identities.forEach((identity, row) => {
    const nearest = find(row);
    if ((counts.get(identity) ?? 0) < 2) return;
    asked++;
    if (nearest !== undefined && identities[nearest] === identity) found++;
  });
  return asked === 0 ? null : found / asked;
}

function pictureCounts(identities: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const identity of identities) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return counts;
}
