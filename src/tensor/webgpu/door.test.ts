/** @file There is one door to the GPU, and one place where a program says what it needs. */
import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.ts', { query: '?raw', import: 'default', eager: true });

const filesWith = (text: string): string[] =>
  Object.keys(sources)
    .filter((file) => !file.includes('.test.') && sources[file]?.includes(text) === true)
    .sort();

it.each([
  ['.dispatchWorkgroups(', ['./program.ts', './tape/commandTape.ts']],
  ['var<workgroup>', ['./program.ts']],
])('%s is written nowhere else', (text, files) => {
  expect(filesWith(text)).toEqual(files);
});
