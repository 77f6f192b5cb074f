/** @file An inspection for tests: image 7 with neighbour 9, in pictures of one pixel. */
import type { Inspection } from '../../protocol/inspection.ts';

export const inspectionOf = (changes: Partial<Inspection> = {}): Inspection => ({
  image: 7,
  epoch: 3,
  known: { first: 0, newest: 3, dropped: false },
  settings: { policy: 'adaptive', temperature: 0.1, includeSelf: false },
  windowLength: 2,
  bootstrapsEmbeddings: false,
  ballots: [],
  gateOpen: true,
  candidates: [],
  positive: 9,
  reason: 'drawn',
  step: 12,
  images: [
    { image: 7, name: 'sun', label: 0, isSelf: true, sameLabel: true, sameIdentity: true },
    { image: 9, name: 'moon', label: 1, isSelf: false, sameLabel: false, sameIdentity: false },
  ],
  size: 1,
  thumbnails: new Uint8ClampedArray([7, 7, 7, 255, 9, 9, 9, 255]),
  views: new Uint8ClampedArray([1, 1, 1, 255, 2, 2, 2, 255]),
  outputs: null,
  ...changes,
});
