import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationHeaders, serveStatic, type StaticServer } from './staticServer.ts';

let root: string;
let plain: StaticServer;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'adasim-static-'));
  await mkdir(path.join(root, 'site/data'), { recursive: true });
  await mkdir(path.join(root, 'over'));
  await writeFile(path.join(root, 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'site/index.html'), '<p>page');
  await writeFile(path.join(root, 'site/module.js'), 'export {};');
  await writeFile(path.join(root, 'site/data/shard 0.bin'), new Uint8Array([1, 2, 3]));
  await writeFile(path.join(root, 'over/module.js'), 'export const over = true;');
  plain = await serveStatic({
    folders: [path.join(root, 'over'), path.join(root, 'site')],
    base: '/some/where/',
  });
});

afterAll(async () => {
  await plain.close();
  await rm(root, { recursive: true });
});

/** As `fetch` would, but without its tidying of `..` in the path. */
const statusOf = (rawPath: string) =>
  new Promise((resolve, reject) => {
    const { port } = new URL(plain.url);
    request({ host: '127.0.0.1', port, path: rawPath }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('serveStatic', () => {
  it('serves a page under a sub-path, without special headers', async () => {
    const response = await fetch(plain.url);
    expect(await response.text()).toBe('<p>page');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.has('cross-origin-embedder-policy')).toBe(false);
  });

  it('serves bytes with their length, and lets earlier folders win', async () => {
    const shard = await fetch(`${plain.url}data/shard%200.bin`);
    expect(shard.headers.get('content-length')).toBe('3');
    expect(new Uint8Array(await shard.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(await (await fetch(`${plain.url}module.js`)).text()).toContain('over');
  });

  it.each([
    '/',
    '/some/where',
    '/some/where/absent.js',
    '/some/where/data',
    '/some/where/../../secret.txt',
    '/some/where/%2e%2e/secret.txt',
    '/some/where/..%2fsecret.txt',
    '/some/where//etc/passwd',
    '/some/where/%',
  ])('does not serve %s', async (rawPath) => {
    expect(await statusOf(rawPath)).toBe(404);
  });

  it('refuses what is not a reading', async () => {
    expect((await fetch(plain.url, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('sends the headers it is given', async () => {
    const isolated = await serveStatic({ folders: [path.join(root, 'site')], headers: isolationHeaders });
    const response = await fetch(isolated.url);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    await isolated.close();
  });
});
