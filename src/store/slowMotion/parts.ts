/** @file The parts of a training step, in the order in which they are told. Pure. */
import type { StepStory } from '../../protocol/stepStory.ts';

export const partIds = [
  'views',
  'features',
  'answers',
  'nearest',
  'votes',
  'gate',
  'draw',
  'loss',
  'update',
  'centre',
  'queue',
  'teacher',
  'memory',
] as const;
export type PartId = (typeof partIds)[number];

type Grounds = Pick<StepStory, 'outputsAfter' | 'centre' | 'queue' | 'teacher'> & {
  inspection: Pick<StepStory['inspection'], 'outputs' | 'settings' | 'reason'>;
};

/** What a step has to tell of: nothing of what its method does without. */
export const partsOf = (story: Grounds): PartId[] => partIds.filter((part) => has(story, part));

function has({ inspection, centre, queue, teacher }: Grounds, part: PartId): boolean {
  switch (part) {
    case 'answers':
      return inspection.outputs !== null;
    case 'draw':
      return inspection.reason === 'drawn' || inspection.reason === 'gate-closed';
    case 'centre':
      return centre !== null;
    case 'queue':
      return queue !== null;
    case 'teacher':
      return teacher !== null;
    case 'views':
    case 'features':
    case 'nearest':
    case 'votes':
    case 'gate':
    case 'loss':
    case 'update':
    case 'memory':
      return true;
  }
}

/** The part of `story` by so many from `now`, which another arm may have had alone; undefined beyond either end. */
export function partAfter(story: Grounds, now: PartId, by: 1 | -1): PartId | undefined {
  const place = partIds.indexOf(now);
  const parts = partsOf(story);
  return by > 0
    ? parts.find((part) => partIds.indexOf(part) > place)
    : parts.findLast((part) => partIds.indexOf(part) < place);
}

/** The part itself, where the step of this arm has it; else the one before. */
export const partIn = (story: Grounds, now: PartId): PartId =>
  partsOf(story).findLast((part) => partIds.indexOf(part) <= partIds.indexOf(now)) ?? 'views';
