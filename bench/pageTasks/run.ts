/**
 * @file `npx tsx bench/pageTasks/run.ts [steps] [after]`: how long the page's own thread works at a stretch while a
 * run streams into its charts, during so many steps after so many others. Builds the site first. CPU time, since a
 * busy machine makes every task wait.
 */
import { withBuiltSite } from '../builtSite.ts';
import { reached } from '../trainingPage.ts';
import { taskTimes } from './taskTimes.ts';

const [steps = 300, after = 40] = process.argv.slice(2).map(Number);
/** Of many steps a second: what is measured is the page, not the training. */
const run = {
  preset: 'quick',
  backend: 'wasm',
  'data.trainImages': '2048',
  'data.testImages': '64',
  'backbone.patchSize': '16',
  'backbone.dim': '16',
  'backbone.depth': '1',
  'head.outDim': '32',
  'head.hiddenDim': '16',
  'head.bottleneckDim': '16',
  batchSize: '8',
  epochs: '1000',
};

await withBuiltSite(async (browser, address) => {
  const page = await browser.newPage();
  await page.goto(`${address}?${new URLSearchParams(run).toString()}`);
  await page.getByTestId('play').click();
  await reached(page, after);
  const times = await taskTimes(browser, page, () => reached(page, after + steps));
  const longest = times.slice(0, 5).map((ms) => ms.toFixed(1));
  console.log(
    `${times.length} tasks in ${steps} steps after ${after}; the longest, in ms of CPU time: ${longest.join(', ')}`,
  );
});
