/** @file A worker of the benchmarks, from its sources, on an empty page of a headless browser. */
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { launchOptions, requireBrowser } from '../src/cli/engine/browser.ts';
import { isolationHeaders } from '../src/cli/engine/isolationHeaders.ts';
import type * as lendThreads from '../src/threads/lendThreads.ts';

type Lending = typeof lendThreads;

/**
 * What the worker at `script` answers to its one message. The page is cross-origin isolated, so that WASM has
 * threads.
 *
 * @param script path of the worker from the root, with a slash before it
 * @param requestOf the message, from the address of the server with a slash at its end
 */
export async function answerOfWorker<Request, Reply>(
  script: string,
  requestOf: (address: string) => Request,
): Promise<Reply> {
  const server = await createServer({ server: { port: 0, hmr: false, watch: null }, logLevel: 'error' });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The development server did not start.');
  const browser = await chromium.launch(launchOptions(requireBrowser('software'), 'software'));
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    const blank = new URL('blank', address).href;
    await page.route(blank, (route) =>
      route.fulfill({ headers: isolationHeaders, contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto(blank);
    const answer: unknown = await page.evaluate(
      async ([path, request, lending]) => {
        const { lendThreads } = (await import(lending)) as Lending;
        return new Promise((resolve, reject) => {
          const worker = lendThreads(new Worker(path, { type: 'module' }));
          worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.onmessageerror = () => reject(new Error('The answer could not be read.'));
          worker.postMessage(request);
        });
      },
      [script, requestOf(address) as unknown, '/src/threads/lendThreads.ts'] as const,
    );
    return answer as Reply;
  } finally {
    await browser.close();
    await server.close();
  }
}
