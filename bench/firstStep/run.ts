/**
 * @file `npx tsx bench/firstStep/run.ts [preset] [backend] [visits]`: how long after Play the first live step is
 * shown, on the built site, visit after visit with the same cache. Builds the site first.
 */
import { chromium, type BrowserContext } from 'playwright/test';
import { build, preview } from 'vite';
import { launchOptions, requireBrowser } from '../../src/cli/browser.ts';

const [preset = 'quick', backend = 'wasm', visits = '5'] = process.argv.slice(2);

await build({ logLevel: 'error' });
const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch(launchOptions(requireBrowser(), 'software'));
try {
  const context = await browser.newContext();
  const address = `${server.resolvedUrls?.local[0] ?? ''}?preset=${preset}&backend=${backend}`;
  for (let visit = 0; visit < Number(visits); visit++)
    console.log(`visit ${visit + 1}: ${Math.round(await firstStep(context, address))} ms`);
} finally {
  await browser.close();
  await server.close();
}

/** Milliseconds from the click to the first step in the status, by the page's own clock. */
async function firstStep(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'networkidle' });
  const began = await page.evaluate(() => {
    const now = performance.now();
    document.querySelector<HTMLElement>('[data-testid="play"]')?.click();
    return now;
  });
  const shown = await page.waitForFunction(() => {
    const status = document.querySelector<HTMLElement>('[data-testid="status"]');
    return Number(status?.dataset['step'] ?? 0) >= 1 && performance.now();
  });
  const ended = await shown.jsonValue();
  await page.close();
  if (ended === false) throw new Error('No step was shown.');
  return ended - began;
}
