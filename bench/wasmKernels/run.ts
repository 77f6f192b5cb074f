/**
 * @file `npx tsx bench/wasmKernels/run.ts [filter] [rounds]`: the speed of each WASM kernel of ours in a headless
 * browser, on one thread and on all, beside what TensorFlow.js has for the same.
 */
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { launchOptions, requireBrowser } from '../../src/cli/browser.ts';
import { isolationHeaders } from '../../src/cli/staticServer.ts';
import type * as BenchPage from './page.ts';

const [filter = '', rounds = '40'] = process.argv.slice(2);

const server = await createServer({ server: { port: 0, hmr: false, watch: null }, logLevel: 'error' });
await server.listen();
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('The development server did not start.');

const browser = await chromium.launch(launchOptions(requireBrowser(), 'software'));
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  const blank = new URL('blank', address).href;
  await page.route(blank, (route) =>
    route.fulfill({ headers: isolationHeaders, contentType: 'text/html', body: '<!doctype html>' }),
  );
  await page.goto(blank);
  const report = await page.evaluate(
    async ({ module, filter, rounds }) => {
      const { measure } = (await import(module)) as typeof BenchPage;
      return measure(filter, rounds);
    },
    { module: '/bench/wasmKernels/page.ts', filter, rounds: Number(rounds) },
  );
  print(report);
} finally {
  await browser.close();
  await server.close();
}

function print({ threads, relaxedSimd, rows }: BenchPage.Report): void {
  console.log(`${threads} threads, ${relaxedSimd ? 'relaxed' : 'plain'} SIMD; fastest of ${rounds} timings`);
  console.log(
    columns('kernel', 'µs ×1', `µs ×${threads}`, 'GFLOP/s ×1', `×${threads}`, 'GB/s', 'stock µs', 'gain'),
  );
  for (const row of rows) console.log(columns(...cells(row)));
}

function cells({ name, flops, bytes, oneThread, allThreads, stock }: BenchPage.Row): string[] {
  const rate = (amount: number, ms: number) => (amount / ms / 1e6).toFixed(1);
  const micro = (ms: number) => (ms * 1000).toFixed(0);
  const compared = stock === undefined ? [] : [micro(stock), `${(stock / allThreads).toFixed(1)}×`];
  return [
    name,
    micro(oneThread),
    micro(allThreads),
    rate(flops, oneThread),
    rate(flops, allThreads),
    rate(bytes, allThreads),
    ...compared,
  ];
}

function columns(...[name = '', ...numbers]: string[]): string {
  return name.padEnd(28) + numbers.map((number) => number.padStart(12)).join('');
}
