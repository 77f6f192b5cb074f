/** @file Opens the command line's page: builds it from the sources, serves it, and drives it headless. */
import { rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser as StartedBrowser, type Page } from 'playwright';
import { build } from 'vite';
import { launchOptions, requireBrowser } from './browser.ts';
import { RunError } from './failure.ts';
import { isolationHeaders, serveStatic } from './staticServer.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

export interface EngineOptions {
  /** `software` gives the same WebGPU adapter on every machine. */
  adapter: 'any' | 'software';
  /** The page that is built and opened: a folder with an `index.html`. */
  page?: string;
}

export interface Engine {
  page: Page;
  /** Address of the page's root, with a slash at the end. */
  url: string;
  /** Rejects, in one sentence, when the page or the browser dies; never resolves. */
  death: Promise<never>;
  /** Makes a file of this machine fetchable by the page, and returns its address. */
  offer: (file: string) => Promise<string>;
  close: () => Promise<void>;
}

/**
 * Everything the workers need, cross-origin isolated so that WASM has threads. It is built anew each time,
 * which takes about a second and is never stale.
 *
 * @throws {UsageError} when there is no browser
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const browser = requireBrowser();
  const folder = await mkdtemp(path.join(tmpdir(), 'adasim-engine-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const undo: (() => unknown)[] = [removeFolder];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await build({
      root: options.page ?? path.join(repository, 'src/cli/page'),
      configFile: path.join(repository, 'vite.config.ts'),
      publicDir: false,
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true, reportCompressedSize: false },
    });
    const server = await serveStatic({
      folders: [folder, path.join(repository, 'public')],
      headers: isolationHeaders,
    });
    undo.push(server.close);
    const started = await chromium.launch({
      ...launchOptions(browser, options.adapter),
      // Ctrl-C is the command's to answer: it stops the run and keeps what there is.
      handleSIGINT: false,
    });
    undo.push(() => started.close());
    const page = await started.newPage();
    const death = deathOf(page, started);
    await page.goto(server.url);
    let offered = 0;
    const offer = async (file: string) => {
      const name = `offered/${offered++}`;
      await mkdir(path.join(folder, 'offered'), { recursive: true });
      await copyFile(file, path.join(folder, name));
      return `${server.url}${name}`;
    };
    return { page, url: server.url, death, offer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function deathOf(page: Page, browser: StartedBrowser): Promise<never> {
  const death = new Promise<never>((_, reject) => {
    const die = (sentence: string) => () => reject(new RunError(sentence));
    page.once('crash', die('The browser’s page crashed, most likely for want of memory.'));
    browser.once('disconnected', die('The browser was closed or crashed.'));
    page.on('pageerror', (error) => reject(new RunError(`The page failed: ${error.message}`)));
  });
  // Whoever is waiting for the engine hears of it; when nobody is, it is no unhandled rejection.
  death.catch(() => undefined);
  return death;
}
