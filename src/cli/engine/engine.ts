/** @file Opens the command line's page in Chromium, headless. */
import { chromium, type Browser as StartedBrowser, type Page } from 'playwright';
import { launchOptions, requireBrowser, type Adapter } from './browser.ts';
import { EngineLostError } from '../command/failure.ts';
import { servePage } from './servedPage.ts';

export interface EngineOptions {
  /** `software` gives the same WebGPU adapter on every machine. */
  adapter: Adapter;
  /** The page that is built and opened: a folder with an `index.html`. */
  page?: string;
}

/** One page of the engine: its workers are its own, and gone when it is closed. */
export interface EnginePage {
  page: Page;
  /** Address of its root, with a slash at the end. */
  url: string;
  /** Makes a file of this machine fetchable by the page, and returns its address. */
  offer: (file: string) => Promise<string>;
  /** Rejects, in one sentence, when the page or the browser dies; never resolves. */
  death: Promise<never>;
  /** What the page answers; where it dies before, that. */
  alive: <T>(answer: Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** The built page, served, and a browser to open it in. */
export interface EngineHost {
  /** Opens the page once more, in a browser context of its own. */
  openPage: () => Promise<EnginePage>;
  close: () => Promise<void>;
}

/** A host with one page open. */
export type Engine = EngineHost & EnginePage;

/**
 * Everything the workers need, cross-origin isolated so that WASM has threads.
 *
 * @throws {UsageError} when there is no browser
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const host = await startEngine(options);
  try {
    return { ...(await host.openPage()), ...host };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/**
 * The same without a page, for whoever opens several.
 *
 * @throws {UsageError} when there is no browser
 */
export async function startEngine(options: EngineOptions): Promise<EngineHost> {
  const browser = requireBrowser(options.adapter);
  const served = await servePage(options.page);
  const undo: (() => unknown)[] = [served.close];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const launch = async () => {
      const started = await chromium.launch({
        ...launchOptions(browser, options.adapter),
        // Signals are the command's to answer: it stops the run and keeps what there is.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      });
      started.once('disconnected', () => (running = undefined));
      return { started, lost: lossOf(started) };
    };
    let running: ReturnType<typeof launch> | undefined = launch();
    undo.push(() => running?.then(({ started }) => started.close(), unheard));
    await running;
    return {
      openPage: async () => {
        // A browser that crashed takes its pages along, not those to come.
        running ??= launch();
        const { started, lost } = await running;
        return { ...(await openPage(started, served.url, lost)), offer: served.offer };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPage(
  browser: StartedBrowser,
  url: string,
  lost: Promise<never>,
): Promise<Omit<EnginePage, 'offer'>> {
  const page = await browser.newPage();
  const death = Promise.race([lost, deathOf(page)]);
  death.catch(unheard);
  await page.goto(url);
  const alive = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([death, answer]);
    } catch (error) {
      // A page that dies takes its answers along, and one may hear of those first.
      await Promise.race([death, elapsed(1000)]);
      throw error;
    }
  };
  return { page, url, death, alive, close: () => page.close() };
}

function lossOf(browser: StartedBrowser): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    browser.once('disconnected', () => reject(new EngineLostError('The browser was closed or crashed.')));
  });
  lost.catch(unheard);
  return lost;
}

function deathOf(page: Page): Promise<never> {
  return new Promise<never>((_, reject) => {
    page.once('crash', () =>
      reject(new EngineLostError('The browser’s page crashed, most likely for want of memory.')),
    );
    page.on('pageerror', (error) => reject(new EngineLostError(`The page failed: ${error.message}`)));
  });
}

const elapsed = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Whoever is waiting for the engine hears of its end; when nobody is, it is no unhandled rejection. */
const unheard = () => undefined;
