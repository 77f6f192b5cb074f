import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cached } from './kernelCache.ts';

let cache: string;
let sources: string;
let compilations: number;
const compile = () => Promise.resolve(Uint8Array.of((compilations += 1)));

beforeEach(async () => {
  compilations = 0;
  cache = await mkdtemp(join(tmpdir(), 'adasim-cache-'));
  sources = await mkdtemp(join(tmpdir(), 'adasim-sources-'));
  await writeFile(join(sources, 'index.ts'), 'a');
});

afterEach(async () => {
  await rm(cache, { recursive: true });
  await rm(sources, { recursive: true });
});

it('compiles again when the recipe or a source is another, and only then', async () => {
  const ask = async (recipe: string) => [...(await cached(cache, sources, [recipe], compile))];
  expect(await ask('-O3')).toEqual([1]);
  expect(await ask('-O3')).toEqual([1]);
  expect(await ask('-O0')).toEqual([2]);
  await writeFile(join(sources, 'index.ts'), 'b');
  expect(await ask('-O3')).toEqual([3]);
});

it('keeps nothing of a compilation that failed', async () => {
  const fail = () => Promise.reject(new Error('syntax'));
  await expect(cached(cache, sources, [], fail)).rejects.toThrow('syntax');
  expect([...(await cached(cache, sources, [], compile))]).toEqual([1]);
});
