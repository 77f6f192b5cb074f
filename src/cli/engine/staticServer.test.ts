import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationHeaders } from './isolationHeaders.ts';
import { serveStatic, type StaticServer } from './staticServer.ts';

let root: string;
let plain: StaticServer;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'adasim-static-'));
  await mkdir(path.join(root, 'site/data'), { recursive: true });
  await mkdir(path.join(root, 'over'));
  await mkdir(path.join(root, 'site-of-another'));
  await writeFile(path.join(root, 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'site-of-another/secret.txt'), 'secret');
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
    expect(response.headers.get('content-type')).toMatch(/^text\/html; ?charset=utf-8$/);
    expect(response.headers.has('cross-origin-embedder-policy')).toBe(false);
  });

  it('serves bytes with their length, and lets earlier folders win', async () => {
    const shard = await fetch(`${plain.url}data/shard%200.bin`);
    expect(shard.headers.get('content-length')).toBe('3');
    expect(new Uint8Array(await shard.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(await (await fetch(`${plain.url}module.js`)).text()).toContain('over');
  });

  it('serves a file that was added while it serves', async () => {
    const added = path.join(root, 'site/added.bin');
    expect(await statusOf('/some/where/added.bin')).toBe(404);
    await writeFile(added, new Uint8Array([4]));
    expect(new Uint8Array(await (await fetch(`${plain.url}added.bin`)).arrayBuffer())).toEqual(
      new Uint8Array([4]),
    );
    await rm(added);
  });

  it('names the types that modules, WASM and JSON need', async () => {
    const typeOf = async (name: string) => {
      await writeFile(path.join(root, 'site', name), '');
      return (await fetch(`${plain.url}${name}`)).headers.get('content-type');
    };
    expect(await typeOf('a.js')).toBe('text/javascript');
    expect(await typeOf('a.wasm')).toBe('application/wasm');
    expect(await typeOf('a.json')).toBe('application/json');
  });

  it.each([
    '/',
    '/some/where',
    '/some/where/absent.js',
    '/some/where/data',
    '/some/where/../../secret.txt',
    '/some/where/%2e%2e/secret.txt',
    '/some/where/..%2fsecret.txt',
    '/some/where/..\\secret.txt',
    '/some/where/..%5csecret.txt',
    '/some/where/data\\..\\..\\secret.txt',
    '/some/where/../site-of-another/secret.txt',
    '/some/where//etc/passwd',
    '/some/where/%00',
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
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    await isolated.close();
  });
});

describe('a site that is compressed', () => {
  it('sends the .gz beside a file, as what it is, and other files as they are', async () => {
    const folder = await mkdtemp(path.join(root, 'gzipped-'));
    await writeFile(path.join(folder, 'page.js'), 'export {};');
    await writeFile(path.join(folder, 'page.js.gz'), gzipSync('export {};'));
    await writeFile(path.join(folder, 'alone.js'), 'export const alone = true;');
    const site = await serveStatic({ folders: [folder], gzipped: true });
    try {
      const page = await fetch(`${site.url}page.js`);
      expect(page.headers.get('content-encoding')).toBe('gzip');
      expect(page.headers.get('content-type')).toMatch(/javascript/);
      expect(await page.text()).toBe('export {};');
      const alone = await fetch(`${site.url}alone.js`);
      expect(alone.headers.get('content-encoding')).toBeNull();
      expect(await alone.text()).toBe('export const alone = true;');
    } finally {
      await site.close();
    }
  });
});
