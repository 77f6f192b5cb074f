/** @file Finds Firefox and drives it headless, over WebDriver BiDi, which it speaks without a driver between. */
import type { Browser as StartedBrowser, LaunchOptions, Page } from 'puppeteer-core';
import { EngineLostError, UsageError } from '../command/failure.ts';
import { placesOf, thisMachine, type InstalledNames, type Machine } from './browser.ts';

const names: InstalledNames = {
  applications: ['Firefox', 'Firefox Developer Edition', 'Firefox Nightly'],
  programs: ['Mozilla Firefox\\firefox.exe'],
  commands: ['firefox', 'firefox-esr'],
  executable: 'firefox',
};

export const howToGetFirefox =
  'Get it from mozilla.org (on Debian `apt-get install firefox-esr`), or set FIREFOX_PATH to one that is installed.';

/**
 * The Firefox to use: `FIREFOX_PATH`, else an installed one.
 *
 * @returns its path; undefined when there is none
 * @throws {UsageError} when `FIREFOX_PATH` is set and is no program
 */
export function findFirefox(machine: Machine = thisMachine()): string | undefined {
  const { FIREFOX_PATH } = machine.env;
  if (FIREFOX_PATH !== undefined && FIREFOX_PATH !== '') {
    if (!machine.isExecutable(FIREFOX_PATH))
      throw new UsageError(`FIREFOX_PATH is '${FIREFOX_PATH}', which is not a program that can be run.`);
    return FIREFOX_PATH;
  }
  return placesOf(names, machine).find((file) => machine.isExecutable(file));
}

/** {@link findFirefox}, for those who cannot go on without. @throws {UsageError} that says how to get it */
export function requireFirefox(machine: Machine = thisMachine()): string {
  const found = findFirefox(machine);
  if (found === undefined) throw new UsageError(`No Firefox was found. ${howToGetFirefox}`);
  return found;
}

/** How Puppeteer starts the Firefox at `executablePath`, with WebGPU also where that is not yet given to everyone. */
export const firefoxOptions = (executablePath: string): LaunchOptions => ({
  browser: 'firefox',
  executablePath,
  headless: true,
  // What a page computes takes as long as it takes.
  protocolTimeout: 0,
  extraPrefsFirefox: { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true },
});

export interface FirefoxPage {
  page: Page;
  /** What the page answers; where it or the browser dies before, that, in one sentence. */
  alive: <T>(answer: Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Opens `url` in a Firefox of its own. @throws {UsageError} when there is none */
export async function openInFirefox(url: string): Promise<FirefoxPage> {
  const executable = requireFirefox();
  // Loaded late: who computes elsewhere need not wait for it.
  const { launch } = await import('puppeteer-core');
  const browser = await launch({
    ...firefoxOptions(executable),
    // Signals are the command's to answer.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    const page = await browser.newPage();
    const death = deathOf(browser, page);
    await page.goto(url);
    return { page, alive: (answer) => Promise.race([death, answer]), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function deathOf(browser: StartedBrowser, page: Page): Promise<never> {
  const death = new Promise<never>((_, reject) => {
    browser.once('disconnected', () => reject(new EngineLostError('Firefox was closed or crashed.')));
    page.on('pageerror', (error) =>
      reject(
        new EngineLostError(`The page failed: ${error instanceof Error ? error.message : String(error)}`),
      ),
    );
  });
  // When nobody waits for an answer, it is no unhandled rejection.
  death.catch(() => undefined);
  return death;
}
