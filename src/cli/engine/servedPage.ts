/** @file A page of ours, built from the sources and served to whichever browser opens it. */
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isolationHeaders } from './isolationHeaders.ts';
import { buildPage } from './pageBuild.ts';
import { serveStatic } from './staticServer.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** The command line's own. */
export const ownPage = path.join(repository, 'src/cli/engine/page');

export interface ServedPage {
  /** Address of its root, with a slash at the end. */
  url: string;
  /** Makes a file of this machine fetchable by the page, and returns its address. */
  offer: (file: string) => Promise<string>;
  /** Ends the server and removes what was built. */
  close: () => Promise<void>;
}

/**
 * Serves the page, cross-origin isolated so that WASM has threads.
 *
 * @param page a folder with an `index.html`; the command line's own unless told
 */
export async function servePage(page = ownPage): Promise<ServedPage> {
  const { folder, remove } = await temporaryFolder();
  try {
    await buildPage(page, folder);
    const folders = [folder, path.join(repository, 'public')];
    const server = await serveStatic({ folders, headers: isolationHeaders });
    let offered = 0;
    return {
      url: server.url,
      offer: async (file) => {
        const name = `offered/${offered++}`;
        await mkdir(path.join(folder, 'offered'), { recursive: true });
        await copyFile(file, path.join(folder, name));
        return `${server.url}${name}`;
      },
      close: async () => {
        await server.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
