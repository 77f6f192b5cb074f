import { describe, expect, it } from 'vitest';
import { cyclesOf, inWords } from './cycles.ts';
import { betweenFiles, betweenSiblings, importedBy, importsAmong } from './importGraph.ts';
import { layers } from './layers.js';
import { parsed, sourceFiles } from './sourceFiles.ts';

/** A graph as `from to` words. */
const graph = (...words: string[]) =>
  betweenFiles(
    words.map((word) => {
      const [from = '', to = ''] = word.split(' ');
      return { from, to };
    }),
  );

describe('importedBy', () => {
  const imported = (text: string) => importedBy(parsed('a.ts', text));

  it.each([
    `import { a } from './b.ts';`,
    `import './b.ts';`,
    `import { type A } from './b.ts';`,
    `import * as b from './b.ts';`,
    `export { a } from './b.ts';`,
    `export * from './b.ts';`,
    `export const b = async () => (await import('./b.ts')).a;`,
  ])('finds %s', (text) => expect(imported(text)).toEqual(['./b.ts']));

  it.each([
    `import type { A } from './b.ts';`,
    `export type { A } from './b.ts';`,
    `export type * from './b.ts';`,
    `export const a: import('./b.ts').A = 1;`,
    `export { a };`,
    `new Worker(new URL('./b.ts', import.meta.url), { type: 'module' });`,
    `// import './b.ts';`,
  ])('leaves out %s', (text) => expect(imported(text)).toEqual([]));
});

it('follows imports between files, and none that leads out', () => {
  const files = new Map([
    ['a/b.ts', parsed('a/b.ts', `import '../c.ts?inline'; import 'zod'; import './b.css'; import './d.ts';`)],
    ['a/d.ts', parsed('a/d.ts', '')],
    ['c.ts', parsed('c.ts', `import '../d.ts';`)],
  ]);
  expect(importsAmong(files)).toEqual([
    { from: 'a/b.ts', to: 'c.ts' },
    { from: 'a/b.ts', to: 'a/d.ts' },
  ]);
});

describe('betweenSiblings', () => {
  it('has an arrow between the children of the folder that holds both files', () => {
    const levels = betweenSiblings([
      { from: 'a/b/c.ts', to: 'a/d.ts' },
      { from: 'a/b/e.ts', to: 'a/d.ts' },
      { from: 'a/d.ts', to: 'f.ts' },
      { from: 'ab/g.ts', to: 'a/d.ts' },
    ]);
    const ends = [...levels].map(([folder, all]) => [folder, all.map(({ from, to }) => `${from} ${to}`)]);
    expect(ends).toEqual([
      ['a/', ['a/b a/d.ts']],
      ['', ['a f.ts', 'ab a']],
    ]);
    expect(levels.get('a/')?.[0]?.imports).toHaveLength(2);
  });
});

describe('cyclesOf', () => {
  it('finds none where arrows run one way', () => {
    expect(cyclesOf(graph('a b', 'a c', 'b d', 'c d'))).toEqual([]);
  });

  it('finds each cycle once, however many ways lead to it', () => {
    const cycles = cyclesOf(graph('x a', 'a b', 'b c', 'c a', 'y z', 'z y', 'y a'));
    expect(cycles.map((cycle) => cycle.map(({ from }) => from))).toEqual([
      ['a', 'b', 'c'],
      ['y', 'z'],
    ]);
  });

  it('takes the shortest way round', () => {
    const [first] = cyclesOf(graph('a b', 'b c', 'c a', 'b a'));
    expect(first?.map(({ from }) => from)).toEqual(['a', 'b']);
  });

  it('finds a file that imports itself', () => {
    expect(cyclesOf(graph('a a'))).toHaveLength(1);
  });

  it('is told with the imports that make it', () => {
    const [cycle = []] = cyclesOf(
      betweenSiblings([
        { from: 'a/one.ts', to: 'b/two.ts' },
        { from: 'b/three.ts', to: 'a/four.ts' },
      ]).get('') ?? [],
    );
    expect(inWords(cycle)).toBe('a → b → a\n  a/one.ts imports b/two.ts\n  b/three.ts imports a/four.ts');
  });
});

describe('the sources', () => {
  const files = sourceFiles();
  const imports = importsAmong(files);

  it('are read', () => {
    expect(files.size).toBeGreaterThan(300);
    expect(imports).toContainEqual({ from: 'main.tsx', to: 'ui/Pages.tsx' });
  });

  it('have no cycle between files', () => {
    expect(cyclesOf(betweenFiles(imports)).map(inWords)).toEqual([]);
  });

  it('have no cycle between files and folders that lie side by side', () => {
    const cycles = [...betweenSiblings(imports).values()].flatMap(cyclesOf);
    expect(cycles.map(inWords)).toEqual([]);
  });

  it('make at most two exceptions for single files', () => {
    const exceptions = Object.entries(layers).flatMap(([unit, layer]) =>
      layer.layers.filter((open) => open.includes('/')).map((open) => `${unit} may import ${open}`),
    );
    expect(exceptions.length, exceptions.join('\n')).toBeLessThanOrEqual(2);
  });
});
