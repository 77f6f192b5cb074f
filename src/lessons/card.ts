/** @file Reads one card: its heading, what is said of it, its text, and the blocks between lines of `:::`. */
import { presetNames, type PresetName } from '../config/presets.ts';
import { actionNamed, type Action } from './action.ts';
import { anchorNamed } from './anchor.ts';
import { LessonError, NameError, oneOf, readAt } from './fault.ts';
import { headerOf, type LessonHeader } from './header.ts';
import type { Card, CardQuestion, Need, Task } from './lesson.ts';
import { chartedMetric, questionOf } from './metrics.ts';
import { paragraphOf, paragraphsOf, type TextLine } from './paragraphs.ts';

const keys = ['point', 'charts', 'needs', 'preset'];

/**
 * @param lines from the heading to the next one
 * @param preset of the lesson
 * @throws LessonError
 */
export function cardOf(lines: readonly TextLine[], preset: PresetName): Card {
  const [heading, ...rest] = lines;
  const number = heading?.number ?? 1;
  const title = heading?.text.slice(3).trim() ?? '';
  if (title === '') throw new LessonError(number, 'this card has no title behind its “## ”.');
  const split = endOfHeader(rest);
  const header = headerOf(rest.slice(0, split), keys);
  const { text, blocks } = blocksIn(rest.slice(split));
  const card = {
    line: number,
    title,
    preset: presetOf(header) ?? preset,
    needs: needOf(header),
    point: named(header, 'point', anchorNamed),
    charts: named(header, 'charts', chartsNamed) ?? [],
    text: paragraphsOf(text),
    task: one(blocks, 'try', taskOf),
    question: one(blocks, 'ask', questionIn),
  };
  if (card.text.length === 0) throw new LessonError(number, 'this card has no text.');
  return card;
}

/** Lines of `name: value` come first, if there are any, with or without a blank line around them. */
function endOfHeader(lines: readonly TextLine[]): number {
  const first = lines.findIndex(({ text }) => text.trim() !== '');
  if (first < 0 || !/^[a-z]+:(?!:)/.test(lines[first]?.text ?? '')) return 0;
  const length = lines.slice(first).findIndex(({ text }) => text.trim() === '');
  return length < 0 ? lines.length : first + length;
}

function named<T>(header: LessonHeader, key: string, read: (text: string) => T): T | null {
  const given = header.optional(key);
  if (given === undefined) return null;
  return readAt(given.line, () => read(given.value));
}

/** One chart of a question, as its card has room for one large one. */
function chartsNamed(text: string): Card['charts'] {
  const metrics = text.split(',').map((name) => chartedMetric(name.trim()));
  const second = metrics.find((metric, place) =>
    metrics.slice(0, place).some((other) => questionOf(other) === questionOf(metric)),
  );
  if (second !== undefined)
    throw new NameError(`the chart “${second}” stands in the card of one that is named before it; name one.`);
  return metrics;
}

const presetOf = (header: LessonHeader): PresetName | null =>
  named(header, 'preset', (name) => oneOf('preset', name, presetNames));

const needs: readonly Need[] = ['live', 'recorded'];

const needOf = (header: LessonHeader): Need | null =>
  named(header, 'needs', (name) => oneOf('need', name, needs));

/** Between a line `::: try …` and one of `:::`. */
interface Block {
  line: number;
  kind: string;
  /** Behind the kind. */
  argument: string;
  lines: TextLine[];
}

function blocksIn(lines: readonly TextLine[]): { text: TextLine[]; blocks: Block[] } {
  const text: TextLine[] = [];
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of lines) {
    const [, kind, argument = ''] = /^:::\s*(\w*)\s*(.*)$/.exec(line.text.trimEnd()) ?? [];
    if (kind === undefined) (open?.lines ?? text).push(line);
    else if (open !== undefined) {
      if (kind !== '')
        throw new LessonError(
          line.number,
          `the “${open.kind}” of line ${open.line} has not ended: it wants a line of ::: first.`,
        );
      blocks.push(open);
      open = undefined;
    } else if (kind !== 'try' && kind !== 'ask')
      throw new LessonError(
        line.number,
        'a line of ::: begins “::: try ACTION” or “::: ask”, or ends what one began.',
      );
    else {
      open = { line: line.number, kind, argument, lines: [] };
      // Whoever reads on after the block begins another paragraph.
      text.push({ number: line.number, text: '' });
    }
  }
  if (open !== undefined)
    throw new LessonError(open.line, `this “${open.kind}” has no line of ::: that ends it.`);
  return { text, blocks };
}

function one<T>(blocks: readonly Block[], kind: string, read: (block: Block) => T): T | null {
  const [first, second] = blocks.filter((block) => block.kind === kind);
  if (second !== undefined)
    throw new LessonError(second.line, `a card has one “${kind}”, and this is its second.`);
  return first === undefined ? null : read(first);
}

/** `::: try arm:naive "Show naive"`. */
function taskOf({ line, argument, lines }: Block): Task {
  const [, name = '', label] = /^(.*?)(?:\s*"([^"]+)")?$/.exec(argument.trim()) ?? [];
  return { line, action: actionAt(line, name), label: label?.trim() ?? null, text: paragraphsOf(lines) };
}

function actionAt(line: number, name: string): Action {
  if (name === '') throw new LessonError(line, 'a “try” names its action, such as “::: try play”.');
  return readAt(line, () => actionNamed(name));
}

const option = /^- \[( |x)\] (.+)$/;

/** What is asked, then the options, then the answer. */
function questionIn({ line, lines }: Block): CardQuestion {
  const isOption = ({ text }: TextLine) => option.test(text.trim());
  const from = lines.findIndex(isOption);
  const to = lines.findLastIndex(isOption) + 1;
  const options = lines.slice(Math.max(0, from), to).filter(({ text }) => text.trim() !== '');
  const stray = options.find((one) => !isOption(one));
  if (stray !== undefined)
    throw new LessonError(stray.number, 'options stand in one line each, without other text between them.');
  if (options.length < 2 || options.length > 5)
    throw new LessonError(
      line,
      `an “ask” has 2 to 5 options, each a line such as “- [ ] half of them”; this has ${options.length}.`,
    );
  const read = options.map(({ number, text }) => {
    const [, mark, words = ''] = option.exec(text.trim()) ?? [];
    return { right: mark === 'x', text: paragraphOf([{ number, text: words }]) };
  });
  if (read.filter(({ right }) => right).length !== 1)
    throw new LessonError(line, 'one option of an “ask”, and one alone, is marked as right: “- [x] …”.');
  const question = {
    text: paragraphsOf(lines.slice(0, from)),
    options: read,
    answer: paragraphsOf(lines.slice(to)),
  };
  if (question.text.length === 0)
    throw new LessonError(line, 'this “ask” has no question before its options.');
  if (question.answer.length === 0)
    throw new LessonError(line, 'this “ask” has no answer behind its options.');
  return question;
}
