/** @file A command as a shell takes it, for whoever wants to repeat it. */

export const asTyped = (program: string, words: readonly string[]): string =>
  [program, ...words.map(quoted)].join(' ');

const quoted = (word: string): string =>
  /^[\w./=:,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
