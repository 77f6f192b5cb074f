/** @file On a page with more than a screen, what is being told of comes into sight. */
import { useEffect } from 'react';
import type { PartId } from '../../../store/slowMotion/parts.ts';

/** The heading or the thing itself, where the diagram shows what a part is about. */
const places: Record<PartId, string> = {
  views: '.augmented-second',
  features: '.teacher',
  answers: '.outputs',
  nearest: '.memory',
  votes: '.votes',
  gate: '.gate',
  draw: '.gate',
  loss: '.outputs',
  update: '.student',
  centre: '.teacher',
  queue: '.teacher',
  teacher: '.teacher',
  memory: '.memory',
};

export function useInSight(part: PartId | undefined): void {
  useEffect(() => {
    if (part === undefined) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    document
      .querySelector(`.diagram ${places[part]}`)
      ?.scrollIntoView({ block: 'nearest', behavior: still ? 'instant' : 'smooth' });
  }, [part]);
}
