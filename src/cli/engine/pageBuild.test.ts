import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { sourceFiles } from '../../../scripts/lint/sourceFiles.ts';
import { pageSources } from './pageBuild.ts';

/** Relative paths that a file writes down, be it to import, to gather or to start as a worker. */
function pathsIn(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && /^\.\.?\//.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

it('counts every file that the page takes from outside of src', () => {
  // The rest of the command line runs in Node and is no part of a page.
  const pages = [...sourceFiles()].filter(([name]) => !/^cli\/(?!engine\/page\/)/.test(name));
  const outside = pages
    .flatMap(([name, file]) => pathsIn(file).map((written) => path.posix.join('src', name, '..', written)))
    .filter((file) => !file.startsWith('src/'));
  expect(outside).toContain('package.json');
  expect(outside).toContain('fixtures/golden/*.safetensors');
  const isCounted = (file: string) =>
    pageSources.some((source) => file === source || file.startsWith(`${source}/`));
  expect(outside.filter((file) => !isCounted(file))).toEqual([]);
});
