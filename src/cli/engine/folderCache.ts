/** @file Keeps what was built, under the hash of all that it was built from. */
import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** States of the sources that are kept; going back and forth between a few is common. */
const kept = 8;

/**
 * Fills `folder` with what `make` puts there, or put there before under the same key. Everyone gets copies, so an
 * entry can go while others work with theirs, and processes that make the same at the same time do no harm.
 *
 * @param cache folder of entries, made where it is absent
 * @param keyOf asked before and after: what was made while its sources changed is not kept
 */
export async function filled(
  folder: string,
  cache: string,
  keyOf: () => Promise<string>,
  make: () => Promise<void>,
): Promise<void> {
  const key = await keyOf();
  const entry = path.join(cache, key);
  if (await copiedFrom(entry, folder)) return;
  await make();
  if ((await keyOf()) !== key) return;
  await mkdir(cache, { recursive: true });
  // A name of its own until it is whole.
  const partial = `${entry}.${randomUUID()}`;
  await copy(folder, partial);
  try {
    await rename(partial, entry);
  } catch (error) {
    await rm(partial, { recursive: true });
    // Else another process was first, with the same.
    if (!existsSync(entry)) throw error;
  }
  await prune(cache);
}

/** False where there is no such entry, or it went in the midst of it. */
async function copiedFrom(entry: string, folder: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(entry, now, now);
    await copy(entry, folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Without doubling the bytes where the disk can do that. */
const copy = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });

/** Removes what was not used for longest, and what builders that were ended left half done. */
async function prune(cache: string): Promise<void> {
  const entries = await Promise.all(
    (await readdir(cache)).map(async (name) => {
      const entry = path.join(cache, name);
      const used = await stat(entry).catch(() => undefined);
      return { entry, used: used?.mtimeMs ?? 0 };
    }),
  );
  entries.sort((a, b) => b.used - a.used);
  for (const { entry } of entries.slice(kept)) await rm(entry, { recursive: true, force: true });
}
