/** @file Comments cite sections of docs/METHOD.md, and all that they cite is there. */
import { describe, expect, test } from 'vitest';
import { headings, itemsOf } from './markdown.ts';
import { read, sources } from './repository.ts';

const method = read('docs/METHOD.md');

/** The heading of each numbered section. */
const sections = new Map(
  headings(method).flatMap((heading) => {
    const number = /^(\d+)\. /.exec(heading)?.[1];
    return number === undefined ? [] : [[Number(number), heading] as const];
  }),
);

interface Citation {
  file: string;
  sections: number[];
  items: number[];
}

/** "3", "5–7", "2 to 7", "4 and 5", all in between included where it is a range. */
function numbersIn(text: string): number[] {
  const [first = NaN, last = first] = [...text.matchAll(/\d+/g)].map(Number);
  if (/and/.test(text)) return [first, last];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const list = String.raw`\d+(?: ?(?:–|-|to|and) ?\d+)?`;
const citation = new RegExp(`METHOD,? sections? (${list})(?:, items? (${list}))?`, 'g');

/** A comment's lines in one: a citation may be broken. */
const unbroken = (text: string): string => text.replace(/\n\s*(?:\*|\/\/|#)?\s*/g, ' ');

const citationsOf = (file: string, text: string): Citation[] =>
  [...unbroken(text).matchAll(citation)].map(([, cited = '', items]) => ({
    file,
    sections: numbersIn(cited),
    items: items === undefined ? [] : numbersIn(items),
  }));

describe('citations of METHOD', () => {
  // This folder has examples that lead nowhere.
  const cited = sources()
    .filter((file) => !file.startsWith('scripts/docs/'))
    .flatMap((file) => citationsOf(file, read(file)));

  test('are found', () => {
    const files = new Set(cited.map(({ file }) => file));
    expect(files).toContain('src/training/trainer.ts');
    expect(files.size).toBeGreaterThan(15);
  });

  test('name sections and items that there are', () => {
    const wrong = cited.flatMap(({ file, ...numbers }) => {
      const text = (number: number) => `${file} cites section ${number}`;
      return numbers.sections.flatMap((number) => {
        const heading = sections.get(number);
        if (heading === undefined) return [text(number)];
        const items = itemsOf(method, heading);
        return numbers.items
          .filter((item) => !items.includes(item))
          .map((item) => `${text(number)}, item ${item}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  test('are read in every form', () => {
    const numbersOf = (text: string) => citationsOf('', text).map(({ sections, items }) => [sections, items]);
    expect(numbersOf('as METHOD section 3 says')).toEqual([[[3], []]]);
    expect(numbersOf('(METHOD section 1, items 5–7)')).toEqual([[[1], [5, 6, 7]]]);
    expect(numbersOf('(METHOD section 1, items 2 to 4): x')).toEqual([[[1], [2, 3, 4]]]);
    expect(numbersOf('/**\n * (METHOD\n * sections 2 and 8)')).toEqual([[[2, 8], []]]);
  });

  test('are of no other document', () => {
    const others = sources().filter((file) => /\bREFERENCE,? sections?\b/.test(unbroken(read(file))));
    expect(others.filter((file) => !file.startsWith('scripts/docs/'))).toEqual([]);
  });
});

test('the sections of METHOD are numbered from 1, without a gap', () => {
  expect([...sections.keys()]).toEqual(Array.from(sections, (_, index) => index + 1));
});
