/**
 * @file `npx tsx bench/firstStep/run.ts [preset] [backend] [visits]`: how long after Play the first live step is
 * shown, on the built site, visit after visit with the same cache. Builds the site first.
 */
import type { BrowserContext } from 'playwright/test';
import { withBuiltSite } from '../builtSite.ts';

const [preset = 'quick', backend = 'wasm', visits = '5'] = process.argv.slice(2);

await withBuiltSite(async (browser, address) => {
  const context = await browser.newContext();
  for (let visit = 0; visit < Number(visits); visit++) {
    const shown = await firstStep(context, `${address}?preset=${preset}&backend=${backend}`);
    console.log(`visit ${visit + 1}: ${Math.round(shown)} ms`);
  }
});

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
