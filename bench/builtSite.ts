/** @file The built site in a headless browser, for benchmarks of the page. */
import { chromium, type Browser } from 'playwright/test';
import { build, preview } from 'vite';
import { launchOptions, requireBrowser } from '../src/cli/engine/browser.ts';
import type { StaticServer } from '../src/cli/engine/staticServer.ts';

/**
 * Builds the site and serves it for as long as `measure` takes.
 *
 * @param measure takes a browser and the address of the site, with a slash at its end
 * @param serve serves what was built; by default as it is, to this machine
 */
export async function withBuiltSite(
  measure: (browser: Browser, address: string) => Promise<void>,
  serve: () => Promise<StaticServer> = serveAsItIs,
): Promise<void> {
  await build({ logLevel: 'error' });
  const server = await serve();
  const browser = await chromium.launch(launchOptions(requireBrowser('software'), 'software'));
  try {
    await measure(browser, server.url);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function serveAsItIs(): Promise<StaticServer> {
  const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
