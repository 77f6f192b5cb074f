/** @file Finds the Chrome or Chromium that the command line and the tests drive, and says how to start it. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type LaunchOptions } from 'playwright';
import { UsageError } from '../command/failure.ts';

/** What the search depends on, so that it can be tested on machines that are not at hand. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** Where Playwright keeps the Chromium it downloads, whether or not it is there. */
  playwrightPath: string;
  isExecutable: (file: string) => boolean;
}

export interface Browser {
  path: string;
  origin: 'CHROME_PATH' | 'Playwright' | 'installed';
}

export const howToGetABrowser =
  'Get one with `npx playwright install chromium` (on Debian also `apt-get install chromium`), ' +
  'or set CHROME_PATH to a Chrome or Chromium that is installed.';

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    playwrightPath: chromium.executablePath(),
    isExecutable: (file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/**
 * What a browser is for. `any`: hardware where there is some, else software; `software`: the same everywhere, for tests.
 */
export type Adapter = 'any' | 'software';

/** Chromium without its windows: it starts in half the time, and draws as much. */
const headlessShell = 'chromium-headless-shell';

/** What a browser is called where installers put it. */
export interface InstalledNames {
  /** Of the application, on macOS. */
  applications: readonly string[];
  /** Below the folder of programs, on Windows. */
  programs: readonly string[];
  /** In the `PATH`, elsewhere. */
  commands: readonly string[];
  /** Of the program within the application; its own name unless told. */
  executable?: string;
}

/** Places where installers put a browser, in order of preference. */
export function placesOf(
  { applications, programs, commands, executable }: InstalledNames,
  { platform, env }: Pick<Machine, 'platform' | 'env'>,
): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', path.posix.join(env.HOME ?? '', 'Applications')];
    return folders.flatMap((folder) =>
      applications.map((name) => `${folder}/${name}.app/Contents/MacOS/${executable ?? name}`),
    );
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return folders.flatMap((folder) =>
      folder === undefined ? [] : programs.map((program) => `${folder}\\${program}`),
    );
  }
  const folders = (env.PATH ?? '').split(':').filter(Boolean);
  return commands.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)));
}

function chromes(adapter: Adapter): InstalledNames {
  const whole = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  return {
    applications: ['Google Chrome', 'Chromium', 'Google Chrome Canary'],
    programs: ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'],
    commands: adapter === 'software' ? [headlessShell, ...whole] : [...whole, headlessShell],
  };
}

/**
 * The browser to use: `CHROME_PATH`, else Playwright's own, else an installed Chrome or Chromium; for tests rather its
 * headless shell.
 *
 * @returns undefined when there is none
 * @throws {UsageError} when `CHROME_PATH` is set and is no program
 */
export function findBrowser(adapter: Adapter = 'any', machine: Machine = thisMachine()): Browser | undefined {
  const { CHROME_PATH } = machine.env;
  if (CHROME_PATH !== undefined && CHROME_PATH !== '') {
    if (!machine.isExecutable(CHROME_PATH))
      throw new UsageError(`CHROME_PATH is '${CHROME_PATH}', which is not a program that can be run.`);
    return { path: CHROME_PATH, origin: 'CHROME_PATH' };
  }
  if (machine.isExecutable(machine.playwrightPath))
    return { path: machine.playwrightPath, origin: 'Playwright' };
  const installed = placesOf(chromes(adapter), machine).find((file) => machine.isExecutable(file));
  return installed === undefined ? undefined : { path: installed, origin: 'installed' };
}

/**
 * {@link findBrowser}, for those who cannot go on without.
 *
 * @throws {UsageError} that says how to get a browser
 */
export function requireBrowser(adapter: Adapter = 'any', machine: Machine = thisMachine()): Browser {
  const browser = findBrowser(adapter, machine);
  if (browser === undefined) throw new UsageError(`No Chrome or Chromium was found. ${howToGetABrowser}`);
  return browser;
}

/**
 * How Playwright starts `browser` headless with WebGPU. Playwright itself leaves out Chromium's sandbox,
 * which root cannot have; only this project's own pages are opened.
 */
export function launchOptions(browser: Browser, adapter: Adapter): LaunchOptions {
  return {
    executablePath: browser.path,
    headless: true,
    args: [
      '--enable-unsafe-webgpu',
      '--enable-features=Vulkan',
      ...(adapter === 'software' ? ['--use-webgpu-adapter=swiftshader'] : []),
      // Chromium's own errands have no place in a run that may have no network.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  };
}
