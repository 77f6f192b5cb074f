/** @file The files of `src/` that become the app and the command line, read as TypeScript reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../src', import.meta.url));

/** Tests and what only they use may look wherever they like; the kernels are AssemblyScript. */
const aside = /\.test\.tsx?$|\/testing\.ts$|\.d\.ts$|^tensor\/wasm\/assembly\//;

/** Path below `src/` with forward slashes → the parsed file. */
export function sourceFiles(): Map<string, ts.SourceFile> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /\.tsx?$/.test(name) && !aside.test(name))
    .sort();
  return new Map(names.map((name) => [name, parsed(name, readFileSync(path.join(root, name), 'utf8'))]));
}

export const parsed = (name: string, text: string): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
