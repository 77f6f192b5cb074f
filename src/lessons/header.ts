/** @file What is said of a lesson or a card before its text: lines of the form `name: value`. */
import { LessonError } from './fault.ts';
import type { TextLine } from './paragraphs.ts';

interface Given {
  line: number;
  value: string;
}

export interface LessonHeader {
  optional: (name: string) => Given | undefined;
  /** @param line where it is missed */
  required: (name: string, line: number) => Given;
}

const inWords = new Intl.ListFormat('en-GB');

/**
 * @param keys that there are
 * @throws LessonError for a line that is none, a name that is none of them, one that stands twice, or an empty value
 */
export function headerOf(lines: readonly TextLine[], keys: readonly string[]): LessonHeader {
  const given = new Map<string, Given>();
  for (const { number, text } of lines) {
    if (text.trim() === '') continue;
    const [, name, value = ''] = /^([a-z]+):(.*)$/.exec(text) ?? [];
    if (name === undefined || !keys.includes(name))
      throw new LessonError(
        number,
        `here stand lines such as “${keys[0] ?? ''}: …”, of ${inWords.format(keys)}; a blank line ends them.`,
      );
    if (given.has(name)) throw new LessonError(number, `“${name}” stands here twice.`);
    if (value.trim() === '') throw new LessonError(number, `“${name}” has no value.`);
    given.set(name, { line: number, value: value.trim() });
  }
  return {
    optional: (name) => given.get(name),
    required: (name, line) => {
      const found = given.get(name);
      if (found === undefined) throw new LessonError(line, `“${name}: …” is missing.`);
      return found;
    },
  };
}
