import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filled } from './folderCache.ts';

let root: string;
let cache: string;
let made: number;
let folders: number;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'adasim-folders-'));
  cache = path.join(root, 'cache');
  made = 0;
  folders = 0;
});

afterEach(() => rm(root, { recursive: true }));

/** What a folder holds after it was asked for under `key`. */
async function contentOf(key: string, meanwhile: () => Promise<void> = () => Promise.resolve()) {
  const folder = path.join(root, String(folders++));
  await mkdir(folder);
  const make = async () => {
    made += 1;
    await mkdir(path.join(folder, 'assets'));
    await writeFile(path.join(folder, 'assets/main.js'), `${key}, made as number ${made}`);
    await meanwhile();
  };
  await filled(folder, cache, () => Promise.resolve(key), make);
  return readFile(path.join(folder, 'assets/main.js'), 'utf8');
}

it('makes what is asked for once', async () => {
  expect(await contentOf('a')).toBe('a, made as number 1');
  expect(await contentOf('a')).toBe('a, made as number 1');
  expect(await contentOf('b')).toBe('b, made as number 2');
});

it('hands out copies: what one adds to its own, no other finds', async () => {
  await contentOf('a');
  await writeFile(path.join(root, '0/assets/offered'), '');
  await writeFile(path.join(root, '0/assets/main.js'), 'spoilt');
  expect(await contentOf('a')).toBe('a, made as number 1');
  expect(await readdir(path.join(root, '1/assets'))).toEqual(['main.js']);
});

it('bears several that make the same at the same time', async () => {
  const contents = await Promise.all([contentOf('a'), contentOf('a'), contentOf('a')]);
  expect(made).toBe(3);
  for (const content of contents) expect(content).toMatch(/^a, made as number/);
  expect(await readdir(cache)).toEqual(['a']);
  expect(await contentOf('a')).toMatch(/^a, made as number/);
  expect(made).toBe(3);
});

it('keeps nothing that failed', async () => {
  const fails = () => Promise.reject(new Error('syntax'));
  await expect(contentOf('a', fails)).rejects.toThrow('syntax');
  expect(await contentOf('a')).toBe('a, made as number 2');
});

it('keeps nothing whose sources changed while it was made', async () => {
  const keys = ['before', 'after'];
  const folder = path.join(root, 'changing');
  await mkdir(folder);
  await filled(
    folder,
    cache,
    () => Promise.resolve(keys.shift() ?? ''),
    () => writeFile(path.join(folder, 'main.js'), ''),
  );
  await expect(readdir(cache)).rejects.toThrow('ENOENT');
});

it('forgets what was not used for longest', async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) await contentOf(key);
  await contentOf('a');
  await contentOf('i');
  expect((await readdir(cache)).sort()).toEqual(['a', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
});
