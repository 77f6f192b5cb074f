/** @file What is wrong with the text of a lesson, and where. */

/** A fault in a line, counted from 1. The message goes on where “NAME was not opened: ” ends. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
  constructor(
    readonly line: number,
    fault: string,
  ) {
    super(`line ${line}: ${fault}`);
  }
}

/** A name that is none of those there are; whoever reads the lines knows where it stands. */
export class NameError extends Error {
  override readonly name = 'NameError';
}

const inWords = new Intl.ListFormat('en-GB');

/** "there is no action called “pley”; there are play and pause." */
export const unknownName = (what: string, name: string, known: readonly string[]): NameError =>
  new NameError(`there is no ${what} called “${name}”; there are ${inWords.format(known)}.`);

/** The one of these names that a text has. @throws NameError */
export function oneOf<Name extends string>(what: string, name: string, known: readonly Name[]): Name {
  const found = known.find((one) => one === name);
  if (found === undefined) throw unknownName(what, name, known);
  return found;
}

/** What is read of a line: a fault in a name is one of that line. @throws LessonError */
export function readAt<T>(line: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof NameError ? new LessonError(line, error.message) : error;
  }
}
