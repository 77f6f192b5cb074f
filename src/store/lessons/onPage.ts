/** @file The lessons as a part of a page, made when the first is opened. */
import type { Page } from '../page.ts';
import { createLessons, type Lessons } from './lessons.ts';

export function lessonsOf(page: Page): Lessons {
  const lessons = createLessons(page);
  page.untilEnd(lessons.listen());
  return lessons;
}
