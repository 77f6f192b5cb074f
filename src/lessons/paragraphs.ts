/** @file Paragraphs of a lesson: words, **words in bold** and {numbers}. Anything else in them is text. */
import { LessonError, readAt } from './fault.ts';
import type { Paragraph, TextPiece } from './lesson.ts';
import { numberNamed } from './number.ts';

/** A line of a file with its number, from 1. */
export interface TextLine {
  number: number;
  text: string;
}

/** Runs of lines that no blank line parts, each a paragraph. @throws LessonError */
export function paragraphsOf(lines: readonly TextLine[]): Paragraph[] {
  const blocks: TextLine[][] = [[]];
  for (const line of lines) {
    if (line.text.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0).map(paragraphOf);
}

/** @throws LessonError */
export function paragraphOf(block: readonly TextLine[]): Paragraph {
  /** The line whose ** began bold words that have not ended; 0 where none has. */
  const bold = { since: 0 };
  const pieces = block.flatMap(({ number, text }, place) => {
    refuseMarkup(number, text);
    const line = place === 0 ? text.trim() : ` ${text.trim()}`;
    // Every second part is a mark: the stars of bold, or a number in braces.
    return line.split(/(\*\*|\{[^{}]*\}?)/).flatMap((part, index): TextPiece[] => {
      if (part === '') return [];
      const strong = bold.since > 0;
      if (index % 2 === 0) return [{ strong, text: part }];
      if (part === '**') {
        bold.since = strong ? 0 : number;
        return [];
      }
      return [{ strong, number: numberIn(number, part) }];
    });
  });
  if (bold.since > 0) throw new LessonError(bold.since, 'this ** has no second ** that ends the bold words.');
  return joined(pieces);
}

/** Words that are not parted by a mark are one piece, however many lines they stand in. */
function joined(pieces: readonly TextPiece[]): TextPiece[] {
  return pieces.reduce<TextPiece[]>((all, piece) => {
    const last = all.at(-1);
    if (last === undefined || !('text' in last) || !('text' in piece) || last.strong !== piece.strong)
      return [...all, piece];
    return [...all.slice(0, -1), { strong: piece.strong, text: last.text + piece.text }];
  }, []);
}

function numberIn(line: number, mark: string): ReturnType<typeof numberNamed> {
  if (!mark.endsWith('}')) throw new LessonError(line, 'this { has no } that ends the name of a number.');
  return readAt(line, () => numberNamed(mark.slice(1, -1)));
}

/** What Markdown may hold and a lesson does not, so that nobody waits for it to appear. */
const refused: readonly [RegExp, string][] = [
  [/<[/!a-z]/i, 'there is no HTML in a lesson; write text alone.'],
  [/^\s*#/, 'a card begins with “## ”, and there are no other headings.'],
  [/^\s*(?:[-*+]|\d+\.)\s/, 'lists are for the options of an “ask” alone.'],
  [/!?\[[^\]]*\]\(/, 'there are no links and no pictures in a lesson; write text alone.'],
];

function refuseMarkup(line: number, text: string): void {
  const found = refused.find(([pattern]) => pattern.test(text));
  if (found !== undefined) throw new LessonError(line, found[1]);
}
