/** @file Where the benchmark's workers run: on a page of Chromium, or in Node, on a card without any browser. */
import { fileURLToPath } from 'node:url';
import type { Reply, Request } from './protocol.ts';
import { Workers } from './workers.ts';

export const hostNames = ['chromium', 'node'] as const;

export type HostName = (typeof hostNames)[number];

/** Every answer rejects, in a sentence, when the host is gone. */
export interface BenchHost {
  /** What it is, with its version. */
  about: string;
  spawn: () => Promise<number>;
  call: (worker: number, request: Request, inputsOf?: number) => Promise<Reply>;
  end: (worker: number) => Promise<void>;
  close: () => Promise<void>;
}

/** @throws {UsageError} when this machine has no such host, with how to get one */
export const openHost = (name: HostName): Promise<BenchHost> => hosts[name]();

const page = fileURLToPath(new URL('page', import.meta.url));

const hosts: Readonly<Record<HostName, () => Promise<BenchHost>>> = {
  // Loaded late: a misspelt flag need not wait for the browser's driver and the bundler.
  chromium: async () => {
    const { openEngine } = await import('../src/cli/engine/engine.ts');
    const browser = await openEngine({ adapter: 'any', page });
    return {
      about: `Chromium ${browser.page.context().browser()?.version() ?? 'of unknown version'}`,
      spawn: () => browser.alive(browser.page.evaluate(() => window.benchSpawn())),
      call: (worker, request, inputsOf) =>
        browser.alive(
          browser.page.evaluate(([number, asked, source]) => window.benchCall(number, asked, source), [
            worker,
            request,
            inputsOf,
          ] as const),
        ),
      end: (worker) => browser.alive(browser.page.evaluate((number) => window.benchEnd(number), worker)),
      close: browser.close,
    };
  },
  node: async () => {
    const { requireDawn } = await import('../src/cli/engine/node/dawn.ts');
    requireDawn();
    const { buildWorker } = await import('../src/cli/engine/node/builtWorker.ts');
    const { nodeWorker } = await import('../src/cli/engine/node/nodeWorker.ts');
    const { script, remove } = await buildWorker(page, 'worker');
    const workers = new Workers(() => nodeWorker<Request, Reply>(script));
    return {
      about: `Node ${process.version} with Dawn`,
      spawn: () => Promise.resolve(workers.spawn()),
      call: (worker, request, inputsOf) => workers.call(worker, request, inputsOf),
      end: (worker) => {
        workers.end(worker);
        return Promise.resolve();
      },
      close: () => {
        workers.endAll();
        remove();
        return Promise.resolve();
      },
    };
  },
};
