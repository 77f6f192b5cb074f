/** @file The script of a worker, built as it is for a page, where Node finds it. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildPage } from '../pageBuild.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

export interface BuiltWorker {
  /** Path of the script. */
  script: string;
  /** Removes it. */
  remove: () => void;
}

/**
 * Builds a page, for one of its workers.
 *
 * @param page a folder with an `index.html`
 * @param name of the worker's source, without its ending
 */
export async function buildWorker(page: string, name: string): Promise<BuiltWorker> {
  const { folder, remove } = await temporaryFolder();
  try {
    await buildPage(page, folder);
    // Browsers know a module by who loads it; Node by this.
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }\n');
    const assets = path.join(folder, 'assets');
    const script = (await readdir(assets)).find(
      (file) => file.startsWith(`${name}-`) && file.endsWith('.js'),
    );
    if (script === undefined) throw new Error(`The page of ${page} was built without a worker “${name}”.`);
    return { script: path.join(assets, script), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
