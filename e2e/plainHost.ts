/** @file Serves the built site as any static host does: from a sub-path, without special headers. */
import { serveStatic } from '../src/cli/engine/staticServer.ts';

const { port, pathname } = new URL(process.argv[2] ?? '');
await serveStatic({ folders: ['dist'], base: `/${pathname.slice(1)}` as `/${string}/`, port: Number(port) });
