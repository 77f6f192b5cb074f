/** @file What the maps show, in words. */
import { count, fixed, percent } from '../../metrics/format.ts';
import type { NetworkLook } from '../../protocol/look.ts';
import type { PlaceMap, ShownLook } from '../../store/attention/shownLook.ts';
import { massOf } from './mass.ts';

/** What a network is called, and what it is. */
export function networkName(
  network: NetworkLook['network'],
  { networks }: Pick<ShownLook, 'networks'>,
): { name: string; what: string } {
  switch (network) {
    case 'teacher':
      return { name: 'teacher', what: 'slow average' };
    case 'student': {
      const alone = !networks.some((other) => other.network === 'teacher');
      return alone
        ? { name: 'network', what: 'learns, without a teacher' }
        : { name: 'student', what: 'learns' };
    }
    case 'untrained':
      return { name: 'untrained', what: 'the same seed' };
  }
}

/** "12 of 64 patches" */
export const placesText = (some: number, all: number, heads: number): string =>
  `${count(some)} of ${count(all)} ${heads > 0 ? 'patches' : 'places'}`;

/** "teacher, head 2: 60 % of its attention on the picture lies on 12 of 64 patches; [CLS] keeps 3 % for itself" */
export function mapText(name: string, { label, own, shares }: PlaceMap, part: number, heads: number): string {
  // Of all of it nothing would be said.
  const told = part < 1 ? part : 0.5;
  const where = placesText(massOf(shares, told).count, shares.length, heads);
  if (heads === 0) return `${name}, ${label}: ${percent(told)} of the vectors’ length is in ${where}`;
  return `${name}, ${label}: ${percent(told)} of its attention on the picture lies on ${where}; [CLS] keeps ${percent(own)} for itself`;
}

export const partsText = (name: string, heads: number): string =>
  `${name}, parts: every ${heads > 0 ? 'patch' : 'place'} in the colour of its first three principal components`;

/** "row 3, column 5" */
export const placeName = (place: number, side: number): string =>
  `row ${Math.floor(place / side) + 1}, column ${(place % side) + 1}`;

/** What a chosen place is like. */
export function similarityText(cosines: Float64Array, place: number, side: number, heads: number): string {
  const others = [...cosines.keys()].filter((other) => other !== place);
  const mean = others.reduce((sum, other) => sum + (cosines[other] ?? 0), 0) / Math.max(1, others.length);
  const alike = others.filter((other) => (cosines[other] ?? 0) > 0.5).length;
  return (
    `${heads > 0 ? 'The patch' : 'The place'} in ${placeName(place, side)} has a cosine above 0.5 with ` +
    `${count(alike)} of the ${count(others.length)} others; on average it is ${fixed(mean, 2)}.`
  );
}
