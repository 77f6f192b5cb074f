import { describe, expect, it } from 'vitest';
import { findBrowser, launchOptions, requireBrowser, type Machine } from './browser.ts';
import { UsageError } from '../command/failure.ts';

function machine(programs: string[], overrides: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    playwrightPath: '/cache/playwright/chrome',
    isExecutable: (file) => programs.includes(file),
    ...overrides,
  };
}

const everything = ['/opt/mine/chrome', '/cache/playwright/chrome', '/usr/bin/chromium'];

describe('findBrowser', () => {
  it('prefers CHROME_PATH', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/opt/mine/chrome' };
    expect(findBrowser('any', machine(everything, { env }))).toEqual({
      path: '/opt/mine/chrome',
      origin: 'CHROME_PATH',
    });
  });

  it("then Playwright's own, also when CHROME_PATH is empty", () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '' };
    expect(findBrowser('any', machine(everything, { env }))?.origin).toBe('Playwright');
  });

  it('then an installed Chrome before an installed Chromium', () => {
    const found = findBrowser('any', machine(['/usr/local/bin/chromium', '/usr/bin/google-chrome']));
    expect(found).toEqual({ path: '/usr/bin/google-chrome', origin: 'installed' });
  });

  it('for tests a headless shell before all that are installed, else after them', () => {
    const both = machine(['/usr/bin/google-chrome', '/usr/bin/chromium-headless-shell']);
    expect(findBrowser('software', both)?.path).toBe('/usr/bin/chromium-headless-shell');
    expect(findBrowser('any', both)?.path).toBe('/usr/bin/google-chrome');
    const shell = machine(['/usr/bin/chromium-headless-shell']);
    expect(findBrowser('any', shell)?.path).toBe('/usr/bin/chromium-headless-shell');
  });

  it.each([
    ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', { HOME: '/Users/a' }, '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' },
      'C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
    ],
  ] as const)('knows where installers put it on %s', (platform, env, path) => {
    expect(findBrowser('any', machine([path], { platform, env }))).toEqual({ path, origin: 'installed' });
  });

  it('finds nothing where nothing is', () => {
    expect(findBrowser('any', machine([]))).toBeUndefined();
    expect(findBrowser('any', machine([], { env: {} }))).toBeUndefined();
  });

  it('does not pass over a CHROME_PATH that is wrong', () => {
    const env = { CHROME_PATH: '/nowhere/chrome' };
    expect(() => findBrowser('any', machine(everything, { env }))).toThrow(UsageError);
    expect(() => findBrowser('any', machine(everything, { env }))).toThrow(
      "CHROME_PATH is '/nowhere/chrome'",
    );
  });
});

describe('requireBrowser', () => {
  it('says how to get a browser', () => {
    expect(() => requireBrowser('any', machine([]))).toThrow(/npx playwright install chromium.*CHROME_PATH/);
  });
});

describe('launchOptions', () => {
  it('forces the software adapter only where asked', () => {
    const browser = { path: '/usr/bin/chromium', origin: 'installed' } as const;
    const swiftshader = '--use-webgpu-adapter=swiftshader';
    expect(launchOptions(browser, 'software').args).toContain(swiftshader);
    expect(launchOptions(browser, 'any').args).not.toContain(swiftshader);
    expect(launchOptions(browser, 'any').executablePath).toBe('/usr/bin/chromium');
  });
});
