/** @file Serves a built site as hosts on the web do, whose text travels gzipped. */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isolationHeaders } from '../../src/cli/engine/isolationHeaders.ts';
import { serveStatic, type StaticServer } from '../../src/cli/engine/staticServer.ts';
import { temporaryFolder } from '../../src/cli/engine/temporaryFolder.ts';

/** Text, as hosts know it by its name. */
const isText = (name: string): boolean => /\.(html|js|css|json|svg)$/.test(name);

const zipped = promisify(gzip);

/** Serves a copy of a folder; compressed beforehand, so that the compressor is no part of what is measured. */
export async function serveGzipped(folder: string): Promise<StaticServer> {
  const { folder: copy } = await temporaryFolder();
  await cp(folder, copy, { recursive: true });
  const entries = await readdir(copy, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && isText(entry.name))
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        await writeFile(`${path}.gz`, await zipped(await readFile(path)));
      }),
  );
  return await serveStatic({ folders: [copy], headers: isolationHeaders, gzipped: true });
}
