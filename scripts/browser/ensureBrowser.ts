/** @file Gets the tests a browser where there is none: Playwright's own download, else Debian's Chromium. */
import { howToGetABrowser, type Browser } from '../../src/cli/engine/browser.ts';
import { UsageError } from '../../src/cli/command/failure.ts';

/** What getting a browser does to a machine, so that the decisions can be tested without one. */
export interface Host {
  isRoot: boolean;
  find: () => Browser | undefined;
  /** Starts the browser once; undefined when it starts, else what it said. */
  problemOf: (browser: Browser) => Promise<string | undefined>;
  hasCommand: (name: string) => boolean;
  /** True when the command succeeds. */
  run: (command: string, ...args: string[]) => boolean;
  say: (line: string) => void;
}

/**
 * A browser that starts. Says what it does where it has to get one.
 *
 * @throws {UsageError} when none can be had, with what the person can do
 */
export async function ensureBrowser(host: Host): Promise<Browser> {
  const present = host.find();
  if (present !== undefined) {
    const problem = await host.problemOf(present);
    if (problem === undefined) return present;
    host.say(`The browser ${present.path} does not start (${problem}).`);
    // Whoever names a browser means that one.
    if (present.origin === 'CHROME_PATH')
      throw new UsageError(`CHROME_PATH is '${present.path}', which does not start: ${problem}.`);
  } else {
    host.say('There is no Chrome or Chromium on this machine.');
  }

  for (const attempt of [fromPlaywright, fromDebian]) {
    const browser = await attempt(host);
    if (browser !== undefined) {
      host.say(`Using ${browser.path}.`);
      return browser;
    }
  }
  throw new UsageError(`No browser that starts could be had. ${howToGetABrowser}`);
}

async function fromPlaywright(host: Host): Promise<Browser | undefined> {
  if (host.find()?.origin !== 'Playwright') {
    host.say("Getting Playwright's Chromium (npx playwright install chromium) …");
    if (!host.run('npx', 'playwright', 'install', 'chromium', '--no-shell')) {
      host.say('Its download is out of reach.');
      return undefined;
    }
  }
  if (canInstall(host) && (await working(host)) === undefined) {
    host.say('Getting the system libraries it needs (npx playwright install-deps chromium) …');
    host.run('npx', 'playwright', 'install-deps', 'chromium');
  }
  return working(host);
}

async function fromDebian(host: Host): Promise<Browser | undefined> {
  if (!canInstall(host)) return undefined;
  const install = (name: string): boolean => {
    host.say(`Getting ${name} from the distribution (apt-get install ${name}) …`);
    return host.run('apt-get', 'install', '--yes', '--no-install-recommends', name);
  };
  if (!host.run('apt-get', 'update')) return undefined;
  // Older distributions have Chromium with its windows only.
  return install('chromium-headless-shell') || install('chromium') ? working(host) : undefined;
}

/** Whether the distribution's packages may be installed. */
export const canInstall = (host: Pick<Host, 'isRoot' | 'hasCommand'>): boolean =>
  host.isRoot && host.hasCommand('apt-get');

async function working(host: Host): Promise<Browser | undefined> {
  const browser = host.find();
  return browser !== undefined && (await host.problemOf(browser)) === undefined ? browser : undefined;
}
