/** @file The built site in a headless browser, for benchmarks of the page. */
import { chromium, type Browser } from 'playwright/test';
import { build, preview } from 'vite';
import { launchOptions, requireBrowser } from '../src/cli/engine/browser.ts';

/**
 * Builds the site and serves it for as long as `measure` takes.
 *
 * @param measure takes a browser and the address of the site, with a slash at its end
 */
export async function withBuiltSite(
  measure: (browser: Browser, address: string) => Promise<void>,
): Promise<void> {
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
  const browser = await chromium.launch(launchOptions(requireBrowser('software'), 'software'));
  try {
    await measure(browser, server.resolvedUrls?.local[0] ?? '');
  } finally {
    await browser.close();
    await server.close();
  }
}
