import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

let root: string;
const write = (name: string, text: string) => writeFile(path.join(root, name), text);
const now = (recipe?: string[]) => fingerprint(root, ['src', 'config.ts', 'absent.ts'], recipe);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'adasim-fingerprint-'));
  await mkdir(path.join(root, 'src/deep'), { recursive: true });
  await write('src/deep/a.ts', 'a');
  await write('config.ts', 'c');
});

afterEach(() => rm(root, { recursive: true }));

it('stays while nothing changes', async () => {
  expect(await now()).toBe(await now());
});

it.each([
  ['a byte', () => write('src/deep/a.ts', 'b')],
  ['a file that comes', () => write('src/b.ts', '')],
  ['a file that goes', () => rm(path.join(root, 'config.ts'))],
  ['a file that was absent', () => write('absent.ts', '')],
  ['a name', () => rename(path.join(root, 'src/deep/a.ts'), path.join(root, 'src/deep/b.ts'))],
])('is another after %s', async (_, change) => {
  const before = await now();
  await change();
  expect(await now()).not.toBe(before);
});

it('is another for another recipe', async () => {
  expect(await now(['page'])).not.toBe(await now());
});

it('leaves out tests, and what lies elsewhere', async () => {
  const before = await now();
  await write('src/deep/a.test.ts', '');
  await write('elsewhere.ts', '');
  expect(await now()).toBe(before);
});

it('does not take the end of one file for the beginning of the next', async () => {
  await write('src/b.ts', 'x');
  await write('src/c.ts', '');
  const before = await now();
  await write('src/b.ts', '');
  await write('src/c.ts', 'x');
  expect(await now()).not.toBe(before);
});
