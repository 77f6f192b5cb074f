/** @file What documents point to is there: files, folders, headings, and every source that they name. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorOf, headings, relativeLinks, sourcePaths } from './markdown.ts';
import { documents, read, root } from './repository.ts';

/** What is wrong with a link from a document, or nothing. */
function faultOf(document: string, link: string): string | undefined {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
  if (!existsSync(path.join(root, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined) return undefined;
  const found = target.endsWith('.md') && headings(read(target)).map(anchorOf).includes(anchor);
  return found ? undefined : `${link}: ${target} has no such heading`;
}

test('all documents are looked at', () => {
  expect(documents()).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'docs/METHOD.md',
      'docs/README.md',
      'docs/RESULTS.md',
      'interop/pytorch/README.md',
    ]),
  );
});

describe.each(documents())('%s', (document) => {
  const text = read(document);

  test('links to files and headings that there are', () => {
    const faults = relativeLinks(text).map((link) => faultOf(document, link));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  test('names sources that there are', () => {
    expect(sourcePaths(text).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

test('every document is in the index', () => {
  const listed = relativeLinks(read('docs/README.md')).map((link) => path.posix.join('docs', link));
  expect(
    documents().filter((document) => document !== 'docs/README.md' && !listed.includes(document)),
  ).toEqual([]);
});

describe('a link', () => {
  test('to a file, a folder or a heading is followed', () => {
    expect(faultOf('docs/README.md', '../README.md')).toBeUndefined();
    expect(faultOf('docs/README.md', '../src/adasim')).toBeUndefined();
    expect(faultOf('README.md', 'docs/METHOD.md#10-glossary')).toBeUndefined();
    expect(faultOf('docs/METHOD.md', '#10-glossary')).toBeUndefined();
  });

  test('to nothing is told', () => {
    expect(faultOf('docs/README.md', 'REFERENCE.md')).toBe('REFERENCE.md: there is no docs/REFERENCE.md');
    expect(faultOf('docs/METHOD.md', '#11-appendix')).toBe(
      '#11-appendix: docs/METHOD.md has no such heading',
    );
  });

  test('is found in text and in pictures, not in code, and not where it leads elsewhere', () => {
    const text =
      '[a](b.md) ![c](d/e.svg#f) [g](https://h.example) <img src="i.png">\n```\n[j](k.md)\n```\n[l](#m)';
    expect(relativeLinks(text)).toEqual(['b.md', 'd/e.svg#f', 'i.png', '#m']);
  });
});

test('headings become anchors as on GitHub', () => {
  expect(headings('# A: b\n```sh\n# no heading\n```\n## 8. α-ReQ & _co_')).toEqual([
    'A: b',
    '8. α-ReQ & _co_',
  ]);
  expect(anchorOf('8. Departures from the release')).toBe('8-departures-from-the-release');
  expect(anchorOf('adasim-trace/1')).toBe('adasim-trace1');
});

test('sources are found in prose and in code', () => {
  expect(sourcePaths('`src/adasim/`, src/a.ts. [x](../src/b.ts) and lib/src/c.ts')).toEqual([
    'src/adasim',
    'src/a.ts',
  ]);
});
