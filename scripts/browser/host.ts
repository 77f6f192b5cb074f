/** @file This machine, as {@link ensureBrowser} and {@link ensureFirefox} act on it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { findBrowser, launchOptions } from '../../src/cli/engine/browser.ts';
import { findFirefox } from '../../src/cli/engine/firefox.ts';
import type { Host } from './ensureBrowser.ts';
import type { FirefoxHost } from './ensureFirefox.ts';

export const thisHost: Host = {
  isRoot: process.getuid?.() === 0,
  find: () => findBrowser('software'),
  problemOf: async (browser) => {
    try {
      const started = await chromium.launch(launchOptions(browser, 'software'));
      await started.close();
      return undefined;
    } catch (error) {
      return reason(error);
    }
  },
  hasCommand: (name) => spawnSync('which', [name], { stdio: 'ignore' }).status === 0,
  run: (command, ...args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    if (status === 0) return true;
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
    console.log(lines.find((line) => /^(Error|E):/.test(line)) ?? lines.at(-1) ?? `${command} failed`);
    return false;
  },
  say: (line) => console.log(line),
};

/** Whether this machine has a driver for Vulkan, a card's or Mesa's software. */
export const hasVulkan = (): boolean =>
  ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'].some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json')),
  );

export const thisFirefoxHost: FirefoxHost = { ...thisHost, find: () => findFirefox(), hasVulkan };

/** The line of Playwright's report that the browser itself wrote, without the log around it. */
function reason(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const own = lines.find((line) => line.includes('error while loading') || line.includes('[err]'));
  return (own ?? lines[0] ?? '').replace(/^.*\[err\]\s*/, '').trim();
}
