/**
 * @file `npx tsx bench/openViews/run.ts [rounds] [steps] [preset]`: what it costs a run to be looked at. The contrast
 * trains in three arms on WASM, in turns with diagram and gallery hidden, with both on the page, and with the map open,
 * each turn a page of its own. Prints the steps a second of every turn, each round's ratios to what is closed, and the
 * longest tasks of the page's own thread in CPU time, which is measured in a round of its own.
 */
import type { Browser, Page } from 'playwright/test';
import { withBuiltSite } from '../builtSite.ts';
import { taskTimes } from '../pageTasks/taskTimes.ts';
import { reached, stepOf } from '../trainingPage.ts';

const [rounds = 3, steps = 74] = process.argv.slice(2).map(Number);
const preset = process.argv[4] ?? 'contrast';

/** Two epochs: what follows has neighbours, and all that is made once is made. */
const WARM_UP_STEPS = 74;
/** What is timed is looked at this often, milliseconds. */
const LOOKS = [50];

const views = {
  closed: { query: { hide: 'diagram,neighbours' }, hash: '' },
  'diagram and gallery': { query: {}, hash: '' },
  map: { query: {}, hash: '#map' },
} as const;
type ViewName = keyof typeof views;
const names = Object.keys(views) as ViewName[];

/** A run that has warmed up, looked at in this way. */
async function begun(browser: Browser, address: string, name: ViewName): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const { query, hash } = views[name];
  const search = new URLSearchParams({ preset, backend: 'wasm', ...query });
  await page.goto(`${address}?${search.toString()}${hash}`);
  await page.getByTestId('play').click();
  await reached(page, WARM_UP_STEPS, LOOKS);
  return page;
}

/** Of all arms together, by the clock of the machine. */
async function stepsPerSecond(browser: Browser, address: string, name: ViewName): Promise<number> {
  const page = await begun(browser, address, name);
  const [began, first] = [performance.now(), await stepOf(page)];
  await reached(page, first + steps, LOOKS);
  const rate = (1000 * ((await stepOf(page)) - first)) / (performance.now() - began);
  await page.close();
  return rate;
}

await withBuiltSite(async (browser, address) => {
  const rates = new Map<ViewName, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) {
      const rate = await stepsPerSecond(browser, address, name);
      rates.get(name)?.push(rate);
      console.log(`round ${round + 1}, ${name}: ${rate.toFixed(2)} steps/s`);
    }
  const closed = rates.get('closed') ?? [];
  for (const name of names.filter((each) => each !== 'closed')) {
    const ratios = (rates.get(name) ?? []).map((rate, round) => rate / (closed[round] ?? NaN));
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const each = ratios.map((ratio) => `${(100 * ratio).toFixed(1)} %`).join(', ');
    console.log(`${name}: ${(100 * mean).toFixed(1)} % of closed (${each})`);
  }
  for (const name of names) {
    const page = await begun(browser, address, name);
    const first = await stepOf(page);
    const times = await taskTimes(browser, page, () => reached(page, first + steps, LOOKS));
    const longest = times.slice(0, 6).map((ms) => ms.toFixed(1));
    console.log(`${name}: ${times.length} tasks of the page, the longest ${longest.join(', ')} ms`);
    await page.close();
  }
});
