/** @file Serves folders as any static host does, to this machine alone. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import sirv from 'sirv';

export interface StaticSite {
  /** Folders that are laid over one another; the first that has a file serves it. */
  folders: readonly string[];
  /** Sub-path that the site lives under, such as `/playground/`. */
  base?: `/${string}/` | '/';
  /** Sent with every file. A plain static host sends none. */
  headers?: Readonly<Record<string, string>>;
  /** Whether a file goes as the `.gz` beside it, where there is one. */
  gzipped?: boolean;
  /** 0 = any free one. */
  port?: number;
}

export interface StaticServer {
  /** Address of the site's root, with a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

/**
 * Serves a site on 127.0.0.1.
 *
 * @throws when the port is taken
 */
export async function serveStatic({
  folders,
  base = '/',
  headers = {},
  gzipped = false,
  port = 0,
}: StaticSite): Promise<StaticServer> {
  const layers = folders.map((folder) =>
    sirv(folder, {
      // Looks at the disk at every request: files are added while the site is served.
      dev: true,
      etag: true,
      gzip: gzipped,
      setHeaders: (response) => response.setHeaders(new Map(Object.entries(headers))),
    }),
  );
  const server = createServer((request, response) => {
    const below = belowBase(request, base);
    if (request.method !== 'GET' && request.method !== 'HEAD') refuse(response, 405, 'Only GET and HEAD.');
    else if (below === undefined) refuse(response, 404, 'Not found.');
    else {
      request.url = below;
      const serveFrom = (index: number): void => {
        const layer = layers[index];
        if (layer === undefined) refuse(response, 404, 'Not found.');
        else layer(request, response, () => serveFrom(index + 1));
      };
      serveFrom(0);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
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

/** What a request asks for, from the site's root on with its slash; undefined outside of it. */
function belowBase({ url = '/' }: IncomingMessage, base: string): string | undefined {
  return url.startsWith(base) ? url.slice(base.length - 1) : undefined;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}
