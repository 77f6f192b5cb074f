/** @file A small server of files, as any static host is one: no framework, loopback only. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';

/** Headers that make a page cross-origin isolated, so that WASM may use threads. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

export interface StaticSite {
  /** Folders that are laid over one another; the first that has a file serves it. */
  folders: readonly string[];
  /** Sub-path that the site lives under, such as `/playground/`. */
  base?: `/${string}/` | '/';
  /** Sent with every file. A plain static host sends none. */
  headers?: Readonly<Record<string, string>>;
  /** 0 = any free one. */
  port?: number;
}

export interface StaticServer {
  /** Address of the site's root, with a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Serves a site on 127.0.0.1.
 *
 * @throws when the port is taken
 */
export async function serveStatic(site: StaticSite): Promise<StaticServer> {
  const base = site.base ?? '/';
  const server = createServer((request, response) => {
    answer(site, base, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(site.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  site: StaticSite,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, text: string) => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(405, 'Only GET and HEAD.');
    return;
  }
  const wanted = wantedFile(request.url ?? '/', base);
  const found = wanted === undefined ? undefined : await firstFile(site.folders, wanted);
  if (found === undefined) {
    refuse(404, 'Not found.');
    return;
  }
  response.writeHead(200, {
    'Content-Type': contentTypes[path.extname(found.file)] ?? 'application/octet-stream',
    'Content-Length': found.bytes,
    'Cache-Control': 'no-cache',
    ...site.headers,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(found.file)
    .on('error', (error) => response.destroy(error))
    .pipe(response);
}

/** The path below the site's root that a request asks for; undefined outside of it. */
function wantedFile(url: string, base: string): string | undefined {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (!pathname.startsWith(base)) return undefined;
  const below = path.posix.normalize(pathname.slice(base.length));
  if (below.startsWith('..') || path.isAbsolute(below)) return undefined;
  return pathname.endsWith('/') ? path.posix.join(below, 'index.html') : below;
}

async function firstFile(folders: readonly string[], wanted: string) {
  for (const folder of folders) {
    const file = path.join(folder, wanted);
    const information = await stat(file).catch(() => undefined);
    if (information?.isFile()) return { file, bytes: information.size };
  }
  return undefined;
}
