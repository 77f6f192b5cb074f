/** @file The texts of the repository: what is written by hand in it, sources and documents. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders with sources; what is built or measured is elsewhere. */
const sourceFolders = ['src', 'bench', 'scripts', 'e2e', 'interop', 'fixtures'];

/** Documents that are written by hand: not the reports of sweeps. */
const documentFolders = ['docs', 'bench', 'interop', 'fixtures'];

const isSource = /\.(?:ts|tsx|js|py|css|html|md)$/;

/** Of a file that is named from the root. */
export const pathOf = (file: string): string => path.join(root, file);

export const read = (file: string): string => readFileSync(pathOf(file), 'utf8');

export const filesBelow = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
    path.posix.join(folder, file.replaceAll(path.sep, '/')),
  );

/** All hand-written sources, from the root. */
export const sources = (): string[] =>
  sourceFolders.flatMap(filesBelow).filter((file) => isSource.test(file));

/** All hand-written documents, from the root. */
export const documents = (): string[] =>
  [...readdirSync(root), ...documentFolders.flatMap(filesBelow)].filter((file) => file.endsWith('.md'));
