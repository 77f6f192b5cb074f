/** @file What a lesson is: cards, each with one idea, one thing to do and one question. Text and names, nothing that runs. */
import type { PresetName } from '../config/presets.ts';
import type { MetricId } from '../metrics/table.ts';
import type { Action } from './action.ts';
import type { Anchor } from './anchor.ts';
import type { NumberName } from './number.ts';

/** A stretch of a paragraph: words, or a number that the run on the page has. */
export type TextPiece = { strong: boolean } & ({ text: string } | { number: NumberName });

export type Paragraph = readonly TextPiece[];

/** Something to do on the page. */
export interface Task {
  /** Of the file, from 1. */
  line: number;
  text: readonly Paragraph[];
  action: Action;
  /** Of the button; without one the page has words of its own. */
  label: string | null;
}

export interface CardQuestion {
  text: readonly Paragraph[];
  options: readonly { text: Paragraph; right: boolean }[];
  answer: readonly Paragraph[];
}

/** What a card speaks of that not every page has. */
export type Need = 'live' | 'recorded';

export interface Card {
  /** Of its heading in the file, from 1. */
  line: number;
  title: string;
  /** Whose arms, metrics and settings it speaks of. */
  preset: PresetName;
  needs: Need | null;
  point: Anchor | null;
  /** Charts that are shown while it is read; all of them where it names none. */
  charts: readonly MetricId[];
  text: readonly Paragraph[];
  task: Task | null;
  question: CardQuestion | null;
}

export interface Lesson {
  /** As links name it. */
  id: string;
  title: string;
  /** One sentence, for the list of lessons. */
  about: string;
  /** A language tag, such as `en` or `de-CH`. */
  language: string;
  /** Its place in the list. */
  order: number;
  cards: readonly [Card, ...Card[]];
}
