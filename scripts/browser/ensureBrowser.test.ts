import { describe, expect, it } from 'vitest';
import type { Browser } from '../../src/cli/engine/browser.ts';
import { UsageError } from '../../src/cli/command/failure.ts';
import { ensureBrowser, type Host } from './ensureBrowser.ts';

const playwrights: Browser = { path: '/cache/chrome', origin: 'Playwright' };
const debians: Browser = { path: '/usr/bin/chromium', origin: 'installed' };

/** A machine whose commands only note that they were called, and put a browser there. */
function fakeHost(options: {
  present?: Browser;
  root?: boolean;
  apt?: boolean;
  playwrightReachable?: boolean;
  aptReachable?: boolean;
  /** Whether the distribution has Chromium's headless shell. */
  hasShell?: boolean;
  /** Playwright's browser lacks a system library until install-deps has run. */
  lacksLibraries?: boolean;
}) {
  let { present, lacksLibraries = false } = options;
  const commands: string[] = [];
  const said: string[] = [];
  const host: Host = {
    isRoot: options.root ?? true,
    find: () => present,
    problemOf: (browser) =>
      Promise.resolve(
        lacksLibraries && browser.origin !== 'installed' ? 'libnss3.so: no such file' : undefined,
      ),
    hasCommand: (name) => name === 'apt-get' && (options.apt ?? true),
    run: (...words) => {
      const command = words.join(' ');
      commands.push(command);
      if (command.startsWith('npx playwright install ')) {
        if (!options.playwrightReachable) return false;
        present = playwrights;
      }
      if (command.startsWith('npx playwright install-deps')) {
        if (!options.aptReachable) return false;
        lacksLibraries = false;
      }
      if (command.startsWith('apt-get')) {
        if (!options.aptReachable) return false;
        if (command.endsWith('headless-shell') && options.hasShell === false) return false;
        if (command.includes('install')) present ??= debians;
      }
      return true;
    },
    say: (line) => said.push(line),
  };
  return { host, commands, said };
}

describe('ensureBrowser', () => {
  it('changes nothing on a machine that has one', async () => {
    const { host, commands, said } = fakeHost({ present: debians });
    expect(await ensureBrowser(host)).toBe(debians);
    expect(commands).toEqual([]);
    expect(said).toEqual([]);
  });

  it("says there is none and takes Playwright's", async () => {
    const { host, commands, said } = fakeHost({ playwrightReachable: true });
    expect(await ensureBrowser(host)).toBe(playwrights);
    expect(commands).toEqual(['npx playwright install chromium --no-shell']);
    expect(said[0]).toBe('There is no Chrome or Chromium on this machine.');
  });

  it("installs the libraries that Playwright's lacks", async () => {
    const { host, commands } = fakeHost({
      playwrightReachable: true,
      aptReachable: true,
      lacksLibraries: true,
    });
    expect(await ensureBrowser(host)).toBe(playwrights);
    expect(commands.at(-1)).toBe('npx playwright install-deps chromium');
  });

  it("falls back to Debian's, with the lists updated first", async () => {
    const { host, commands } = fakeHost({ aptReachable: true });
    expect(await ensureBrowser(host)).toBe(debians);
    expect(commands).toEqual([
      'npx playwright install chromium --no-shell',
      'apt-get update',
      'apt-get install --yes --no-install-recommends chromium-headless-shell',
    ]);
  });

  it('takes the whole Chromium of a distribution that has no headless shell', async () => {
    const { host, commands } = fakeHost({ aptReachable: true, hasShell: false });
    expect(await ensureBrowser(host)).toBe(debians);
    expect(commands.at(-1)).toBe('apt-get install --yes --no-install-recommends chromium');
  });

  it.each([
    ['without root', { root: false, aptReachable: true }],
    ['without apt', { apt: false }],
    ['without a network', {}],
  ])('says how to get one %s', async (_, options) => {
    const { host } = fakeHost(options);
    await expect(ensureBrowser(host)).rejects.toThrow(/npx playwright install chromium/);
    await expect(ensureBrowser(host)).rejects.toBeInstanceOf(UsageError);
  });

  it('leaves a CHROME_PATH that does not start to the person who set it', async () => {
    const { host, commands } = fakeHost({
      present: { path: '/mine/chrome', origin: 'CHROME_PATH' },
      lacksLibraries: true,
      playwrightReachable: true,
    });
    await expect(ensureBrowser(host)).rejects.toThrow("CHROME_PATH is '/mine/chrome', which does not start");
    expect(commands).toEqual([]);
  });
});
