/** @file Builds a page of ours, once for each state of the sources. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlerRoot } from './bundlerRoot.ts';
import { fingerprint } from './fingerprint.ts';
import { filled } from './folderCache.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const cache = path.join(repository, 'node_modules/.cache/pages');

/** All that a page is made of, relative to the repository: the second lock says what is installed. */
export const pageSources = [
  'src',
  'fixtures/golden',
  'index.html',
  'vite.config.ts',
  'scripts/vite',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
] as const;

/**
 * Fills `folder` with the built page at `root`, without what is in `public/`. To build it takes seconds, to take
 * the one of the same sources from the cache a moment.
 *
 * @param root a folder of the repository with an `index.html`
 */
export async function buildPage(root: string, folder: string): Promise<void> {
  const recipe = [path.relative(repository, root), process.env.NODE_ENV ?? ''];
  await filled(
    folder,
    cache,
    () => fingerprint(repository, pageSources, recipe),
    async () => {
      // Loaded late: who finds the page in the cache need not wait for the bundler.
      const { build } = await import('vite');
      const bundler = bundlerRoot(repository);
      await build({
        root: path.join(bundler.root, path.relative(repository, root)),
        configFile: path.join(repository, 'vite.config.ts'),
        publicDir: false,
        logLevel: 'error',
        build: { outDir: folder, emptyOutDir: true, reportCompressedSize: false },
      });
    },
  );
}
