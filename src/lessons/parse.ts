/** @file Reads the text of a lesson, whoever wrote it: docs/LESSONS.md says how it is written. */
import { presetNames, type PresetName } from '../config/presets.ts';
import { cardOf } from './card.ts';
import { LessonError, oneOf, readAt } from './fault.ts';
import { headerOf, type LessonHeader } from './header.ts';
import type { Card, Lesson } from './lesson.ts';
import type { TextLine } from './paragraphs.ts';

const MOST_CARDS = 40;

const keys = ['id', 'title', 'about', 'language', 'preset', 'order'] as const;

/**
 * The lesson that a text is.
 * @throws LessonError that names the line and the fault
 */
export function parseLesson(text: string): Lesson {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .map((line, place): TextLine => ({ number: place + 1, text: line }));
  const fence = (line: TextLine | undefined) => line?.text.trim() === '---';
  if (!fence(lines[0]))
    throw new LessonError(1, 'a lesson begins with a line of ---, and id, title and so on behind it.');
  const end = lines.findIndex((line, place) => place > 0 && fence(line));
  if (end < 0)
    throw new LessonError(1, 'there is no second line of --- that ends what is said of the lesson.');
  const front = headerOf(lines.slice(1, end), keys);
  const preset = presetOf(front);
  return {
    id: idOf(front),
    title: front.required('title', 1).value,
    about: front.required('about', 1).value,
    language: languageOf(front),
    order: orderOf(front),
    cards: cardsOf(lines.slice(end + 1), end + 2, preset),
  };
}

function cardsOf(lines: readonly TextLine[], after: number, preset: PresetName): [Card, ...Card[]] {
  const starts = lines.flatMap(({ text }, place) => (text.startsWith('## ') ? [place] : []));
  const stray = lines.slice(0, starts[0]).find(({ text }) => text.trim() !== '');
  if (stray !== undefined)
    throw new LessonError(stray.number, 'before the first card, which “## ” begins, nothing can stand.');
  const cards = starts.map((start, place) => cardOf(lines.slice(start, starts[place + 1]), preset));
  const [first, ...others] = cards;
  if (first === undefined)
    throw new LessonError(after, 'there is no card; each begins with “## ” and its title.');
  if (cards.length > MOST_CARDS)
    throw new LessonError(after, `there are ${cards.length} cards, and a lesson has at most ${MOST_CARDS}.`);
  return [first, ...others];
}

function idOf(front: LessonHeader): string {
  const { line, value } = front.required('id', 1);
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(value))
    throw new LessonError(
      line,
      `the id “${value}” must be small letters, digits and hyphens, for links to name it.`,
    );
  return value;
}

function presetOf(front: LessonHeader): PresetName {
  const { line, value } = front.required('preset', 1);
  return readAt(line, () => oneOf('preset', value, presetNames));
}

function languageOf(front: LessonHeader): string {
  const given = front.optional('language');
  if (given === undefined) return 'en';
  if (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(given.value)) return given.value;
  throw new LessonError(given.line, `“${given.value}” is no language tag, such as en, de or fr-CH.`);
}

/** Behind all that say it. */
function orderOf(front: LessonHeader): number {
  const given = front.optional('order');
  if (given === undefined) return Infinity;
  if (/^\d+$/.test(given.value)) return Number(given.value);
  throw new LessonError(given.line, `the order “${given.value}” must be a whole number.`);
}
