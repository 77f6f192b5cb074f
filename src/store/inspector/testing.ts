/** @file An inspection for tests: image 7, a sun, with neighbour 9, a moon, and no votes yet. */
import type { Inspection } from '../../protocol/inspection.ts';
import { sampleInspection } from '../../protocol/sampleScenes.ts';

export const inspectionOf = (changes: Partial<Inspection> = {}): Inspection =>
  sampleInspection(7, 3, {
    windowLength: 2,
    ballots: [],
    candidates: [],
    images: [
      { image: 7, name: 'sun', label: 0, isSelf: true, sameLabel: true, sameIdentity: true },
      { image: 9, name: 'moon', label: 1, isSelf: false, sameLabel: false, sameIdentity: false },
    ],
    views: new Uint8ClampedArray([1, 1, 1, 255, 2, 2, 2, 255]),
    ...changes,
  });
