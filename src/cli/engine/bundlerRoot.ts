/** @file Where the bundler finds the repository. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../command/failure.ts';

/** Vite takes what follows one of these in a path for a part of an address, and cuts it off. */
const unreadable = /[#?]/;

export interface BundlerRoot {
  /** Path of the repository in which the bundler can read every sign. */
  root: string;
  /** Whether it is a link, which the bundler must not follow. */
  linked: boolean;
}

/**
 * The repository itself, or a link to it where its path has a sign that Vite cannot read. The link goes when the
 * process ends.
 *
 * @throws {UsageError} when no such link can be made
 */
export function bundlerRoot(repository: string, temporary: string = tmpdir()): BundlerRoot {
  if (!unreadable.test(repository)) return { root: repository, linked: false };
  try {
    if (unreadable.test(temporary)) throw new Error(`${temporary} has such a sign too`);
    const folder = mkdtempSync(path.join(temporary, 'adasim-root-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const root = path.join(folder, 'repository');
    // Of all links, those that Windows lets anyone make.
    symlinkSync(repository, root, 'junction');
    return { root, linked: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `The path of this checkout, ${repository}, has a # or ? in it, which the bundler cannot read, and no link ` +
        `around that can be made: ${reason}. Move it to a folder without such signs.`,
    );
  }
}
