/** @file Which file of `src/` imports which, types aside, and the same between the children of each folder. */
import path from 'node:path';
import ts from 'typescript';
import { groupBy } from '../../src/tensor/profiling/groupBy.ts';

/** One import, by the paths of both files below `src/`. */
export interface Import {
  from: string;
  to: string;
}

/** An arrow between two nodes of a graph, with the imports that make it one. */
export interface Arrow extends Import {
  imports: readonly Import[];
}

/**
 * What is left of a file's imports when its types are taken away: `import`, `export … from` and `import()`. With
 * `verbatimModuleSyntax` only a statement of the form `import type` leaves nothing behind. A worker's address,
 * `new URL('./worker.ts', import.meta.url)`, is none: what it names runs elsewhere.
 *
 * @returns specifiers as written
 */
export function importedBy(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node))
    return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? undefined : node.moduleSpecifier;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? undefined : node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return node.arguments[0];
  return undefined;
}

/** The imports between these files; what leads to a package, a style sheet or a file outside is left out. */
export function importsAmong(files: ReadonlyMap<string, ts.SourceFile>): Import[] {
  return [...files].flatMap(([from, file]) =>
    importedBy(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => path.posix.join(path.posix.dirname(from), specifier.replace(/\?.*$/, '')))
      .filter((to) => files.has(to))
      .map((to) => ({ from, to })),
  );
}

/** Each file a node. */
export const betweenFiles = (imports: readonly Import[]): Arrow[] =>
  arrows(imports.map((one) => ({ ...one, imports: [one] })));

/**
 * The files and folders that lie side by side, for every folder: an import is an arrow between the children,
 * one of each, of the folder that holds both files.
 *
 * @returns one graph for each folder, by its path with a slash at the end; `` is `src/` itself
 */
export function betweenSiblings(imports: readonly Import[]): Map<string, Arrow[]> {
  const levels = groupBy(imports, ({ from, to }) => commonFolder(from, to));
  return new Map(
    [...levels].map(([folder, within]) => {
      const child = (file: string) => file.slice(0, `${file}/`.indexOf('/', folder.length));
      return [
        folder,
        arrows(within.map((one) => ({ from: child(one.from), to: child(one.to), imports: [one] }))),
      ];
    }),
  );
}

function commonFolder(first: string, second: string): string {
  let folder = '';
  for (const part of path.posix.dirname(first).split('/')) {
    if (part === '.' || !second.startsWith(`${folder}${part}/`)) break;
    folder += `${part}/`;
  }
  return folder;
}

/** Arrows of the same ends as one. */
const arrows = (all: readonly Arrow[]): Arrow[] =>
  [...groupBy(all, ({ from, to }) => `${from}\n${to}`).values()].flatMap((alike) =>
    alike.slice(0, 1).map(({ from, to }) => ({ from, to, imports: alike.flatMap(({ imports }) => imports) })),
  );
