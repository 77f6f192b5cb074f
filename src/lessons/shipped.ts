/** @file The lessons that come with the app: every file of `texts`, in the order that they say. */
import type { Lesson } from './lesson.ts';
import { parseLesson } from './parse.ts';

const texts = import.meta.glob<string>('./texts/*.md', { query: '?raw', import: 'default', eager: true });

/** By the name of its file. */
export const shippedTexts: ReadonlyMap<string, string> = new Map(
  Object.entries(texts).map(([path, text]) => [path.replace('./texts/', ''), text]),
);

export const shippedLessons: readonly Lesson[] = [...shippedTexts.values()]
  .map(parseLesson)
  .sort((one, other) => one.order - other.order || one.id.localeCompare(other.id));
