/** @file A step as it is told, as the tests make it up. */
import type { Inspection } from './inspection.ts';
import { stepRecord } from './sampleRecords.ts';
import { sampleInspection } from './sampleScenes.ts';
import type { StepStory } from './stepStory.ts';

/** Step 12 of DINO, at image 7, whose gate is open and which draws image 9. */
export const sampleStory = (
  inspection: Partial<Inspection> = {},
  changes: Partial<StepStory> = {},
): StepStory => {
  const likeliest = [
    { prototype: 3, guess: 0.5, answer: 0.1 },
    { prototype: 8, guess: 0.25, answer: 0.4 },
  ];
  const outputs = { kind: 'prototypes', prototypes: 9, likeliest, loss: 2, after: 12 } as const;
  return {
    inspection: sampleInspection(7, 3, { outputs, ...inspection }),
    outputsAfter: { ...outputs, loss: 1.5, after: 13 },
    record: { ...stepRecord(12, 3), teacherMomentum: 0.996, weightDecay: 0.04 },
    pairs: 64,
    features: { first: [3, 4, 0], second: [4, 3, 0] },
    update: {
      gradientNorm: 2.5,
      clipped: 1,
      updated: 20,
      lastLayerFrozen: false,
      weightsNorm: 30,
      moved: 0.25,
    },
    centre: { momentum: 0.9, before: 1, after: 1.25, moved: 0.5 },
    queue: null,
    teacher: { before: 0.5, behind: 0.625, after: 0.6225 },
    kept: {
      similarity: 0.98,
      nearest: [
        { image: 9, similarity: 0.75 },
        { image: 7, similarity: 0.5 },
      ],
    },
    ...changes,
  };
};
