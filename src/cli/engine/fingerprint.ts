/** @file One hash for all that files and folders hold: the same again only where nothing has changed. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Tests decide nothing of what is built beside them. */
const isTest = (name: string): boolean => /\.test\.tsx?$/.test(name);

/**
 * The hash of the names and the bytes of all files at `paths`, those of their folders included, tests aside. A
 * path where nothing is counts as empty, so that a file which comes or goes makes another hash.
 *
 * @param root what the paths are relative to
 * @param recipe whatever else decides an outcome
 */
export async function fingerprint(
  root: string,
  paths: readonly string[],
  recipe: readonly string[] = [],
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(recipe));
  for (const name of (await Promise.all(paths.map((one) => filesAt(root, one)))).flat()) {
    const content = await readFile(path.join(root, name));
    hash.update(`\n${name} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Paths of files, relative to `root`, with forward slashes and in one order on every machine. */
async function filesAt(root: string, name: string): Promise<string[]> {
  const found = await stat(path.join(root, name)).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isFile()) return [name];
  const below = await readdir(path.join(root, name), { recursive: true, withFileTypes: true });
  return below
    .filter((entry) => entry.isFile() && !isTest(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
