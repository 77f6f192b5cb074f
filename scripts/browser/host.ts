/** @file This machine, as {@link ensureBrowser} acts on it. */
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright';
import { findBrowser, launchOptions } from '../../src/cli/engine/browser.ts';
import type { Host } from './ensureBrowser.ts';

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

/** The line of Playwright's report that the browser itself wrote, without the log around it. */
function reason(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const own = lines.find((line) => line.includes('error while loading') || line.includes('[err]'));
  return (own ?? lines[0] ?? '').replace(/^.*\[err\]\s*/, '').trim();
}
