/**
 * @file `npx tsx bench/firstPaint/run.ts [visits]`: how long after the address is entered a first visitor sees the
 * text and the first curve, and the pictures of gallery and diagram, on a phone's network and processor. Builds the
 * site first; every visit has an empty cache.
 */
import type { Browser, BrowserContext } from 'playwright/test';
import { median } from '../../src/adasim/quantile.ts';
import { withBuiltSite } from '../builtSite.ts';
import { serveGzipped } from './gzipped.ts';

/**
 * Chrome DevTools' "Fast 4G": bytes a second, and milliseconds that each request waits.
 * Source: `Fast4GConditions` in front_end/core/sdk/NetworkManager.ts of devtools-frontend.
 */
const FAST_4G = {
  offline: false,
  downloadThroughput: ((9 * 1000 * 1000) / 8) * 0.9,
  uploadThroughput: ((1.5 * 1000 * 1000) / 8) * 0.9,
  latency: 60 * 2.75,
};
/** So many times slower than this machine. */
const CPU_SLOWDOWN = 4;

const [visits = 7] = process.argv.slice(2).map(Number);

/** What has been painted, in ms since the visit began. */
interface Painted {
  headline: number;
  curve: number;
  gallery: number;
  diagram: number;
}

const told = (ms: (part: keyof Painted) => number): string =>
  (['headline', 'curve', 'gallery', 'diagram'] as const)
    .map((part) => `${part} ${Math.round(ms(part))} ms`)
    .join(', ');

await withBuiltSite(
  async (browser, address) => {
    const all: Painted[] = [];
    for (let visit = 0; visit < visits; visit++) {
      const painted = await visited(browser, address);
      all.push(painted);
      console.log(`visit ${visit + 1}: ${told((part) => painted[part])}`);
    }
    console.log(`median of ${visits}: ${told((part) => median(all.map((painted) => painted[part])))}`);
  },
  () => serveGzipped('dist'),
);

async function visited(browser: Browser, address: string): Promise<Painted> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await paintedIn(context, address);
  } finally {
    await context.close();
  }
}

async function paintedIn(context: BrowserContext, address: string): Promise<Painted> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', FAST_4G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  // What tsx keeps the names of functions with.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(watchPainting);
  await page.goto(address, { waitUntil: 'commit' });
  const painted = await page.waitForFunction(() => {
    const { headline, curve, gallery, diagram } = window.painted;
    return (
      headline !== undefined &&
      curve !== undefined &&
      gallery !== undefined &&
      diagram !== undefined && { headline, curve, gallery, diagram }
    );
  });
  const times = await painted.jsonValue();
  if (times === false) throw new Error('The page was not painted.');
  return times;
}

declare global {
  interface Window {
    painted: Partial<Painted>;
  }
}

/**
 * In the page: looks at every frame for what is there, and takes the time of the frame after it, by when it is
 * shown.
 */
function watchPainting(): void {
  const watch = {
    found: new Set<keyof Painted>(),
    isThere: {
      headline: () => document.querySelector('.headline') !== null,
      curve: () => document.querySelector('.plot-curve[d*="L"]') !== null,
      gallery: () => document.querySelector('[data-testid=gallery] .query canvas') !== null,
      diagram: () => document.querySelector('[data-testid=diagram][data-image] canvas') !== null,
    } satisfies Record<keyof Painted, () => boolean>,
    look() {
      const now = performance.now();
      for (const part of ['headline', 'curve', 'gallery', 'diagram'] as const) {
        if (watch.found.has(part)) window.painted[part] ??= now;
        else if (watch.isThere[part]()) watch.found.add(part);
      }
      requestAnimationFrame(() => watch.look());
    },
  };
  window.painted = {};
  watch.look();
}
