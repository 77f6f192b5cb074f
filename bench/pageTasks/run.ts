/**
 * @file `npx tsx bench/pageTasks/run.ts [steps]`: how long the page's own thread works at a stretch while a run
 * streams into its charts. Builds the site first. CPU time, since a busy machine makes every task wait.
 */
import { chromium, expect } from 'playwright/test';
import { build, preview } from 'vite';
import { launchOptions, requireBrowser } from '../../src/cli/browser.ts';
import { taskTimes } from './taskTimes.ts';

const steps = Number(process.argv[2] ?? '300');
/** A small run of many steps a second: what is measured is the page, not the training. */
const run = 'preset=quick&backend=wasm&data.trainImages=256&data.testImages=64&backbone.dim=32&batchSize=16';
/** The first charts are loaded and drawn by then. */
const WARM = 40;

await build({ logLevel: 'error' });
const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch(launchOptions(requireBrowser(), 'software'));
try {
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}?${run}&epochs=${Math.ceil(steps / 16) + 10}`);
  await page.getByTestId('play').click();
  const reached = (step: number) =>
    expect
      .poll(async () => Number(await page.getByTestId('status').getAttribute('data-step')), {
        timeout: 300_000,
      })
      .toBeGreaterThanOrEqual(step);
  await reached(WARM);
  const times = await taskTimes(browser, page, () => reached(WARM + steps));
  const longest = times.slice(0, 5).map((ms) => ms.toFixed(1));
  console.log(
    `${times.length} tasks in ${steps} steps; the longest, in ms of CPU time: ${longest.join(', ')}`,
  );
} finally {
  await browser.close();
  await server.close();
}
