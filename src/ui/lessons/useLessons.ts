/** @file The lessons of the page, and the card that is open. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { lessonsOf } from '../../store/lessons/onPage.ts';
import { placeOf, type LessonsState, type Place } from '../../store/lessons/lessons.ts';
import { usePage, usePresentation } from '../PageContext.ts';

export function useLessons<T>(select: (state: LessonsState) => T): T {
  return useStore(usePage().part(lessonsOf).store, select);
}

/** Undefined where no lesson is open, or none of that name. */
export function usePlace(): Place | undefined {
  const lesson = usePresentation((state) => state.lesson);
  const card = usePresentation((state) => state.card);
  const opened = useLessons((state) => state.opened);
  return useMemo(() => placeOf({ lesson, card }, { opened }), [lesson, card, opened]);
}
