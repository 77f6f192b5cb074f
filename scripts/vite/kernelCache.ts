/**
 * @file Keeps what a compiler made of a folder of sources, under the hash of all that it depends on. Compiling
 * the kernels takes ten seconds, and the command line builds its page at every start.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The binary that `compile` makes, or made before of the same sources.
 *
 * @param cache folder of binaries, made where it is absent
 * @param sources every file of this folder counts
 * @param recipe whatever else decides the outcome: options, the compiler's version
 */
export async function cached(
  cache: string,
  sources: string,
  recipe: readonly string[],
  compile: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const hash = createHash('sha256').update(JSON.stringify(recipe));
  for (const file of (await readdir(sources)).sort())
    hash.update(`\n${file}\n`).update(await readFile(join(sources, file)));
  const kept = join(cache, `${hash.digest('hex')}.wasm`);
  try {
    return await readFile(kept);
  } catch {
    // Not compiled yet.
  }
  const binary = await compile();
  await mkdir(cache, { recursive: true });
  // A name of its own until it is whole: another process may be at the same.
  const partial = `${kept}.${process.pid}`;
  await writeFile(partial, binary);
  await rename(partial, kept);
  return binary;
}
