/** @file `npm run train`: one run in a headless browser, on the same worker as the app's. */
import { runCommand } from './commandLine.ts';
import type { Engine } from './engine.ts';
import { RunError } from './failure.ts';
import { progressFor } from './progress.ts';
import { noFiles, openTrainFiles } from './trainFiles.ts';
import { parseTrainRequest } from './trainRequest.ts';
import { leadRun, type TrainPort } from './trainRun.ts';

/** What a shell reports of a program that Ctrl-C ended. */
const interruptedCode = 130;

async function train(words: readonly string[]): Promise<number> {
  const request = parseTrainRequest(words);
  if (request === undefined) return 0;
  const interruption = interruptible();
  const files = request.out === undefined ? noFiles : openTrainFiles(request.out, request.config);
  // Loaded late: a misspelt flag need not wait for the browser's driver and the bundler.
  const { ensureData } = await import('../../scripts/data/ensure.ts');
  const { openEngine } = await import('./engine.ts');
  await ensureData({ log: () => undefined });
  const engine = await openEngine({ adapter: 'any' });
  try {
    const { stdout } = process;
    const progress = progressFor({
      isTTY: stdout.isTTY,
      // A terminal may not know its width.
      columns: stdout.columns || 80,
      write: (text) => stdout.write(text),
    });
    const notice = (sentence: string) => console.error(sentence);
    const end = await leadRun(request, portOf(engine), { progress, files, notice, interruption });
    console.log(JSON.stringify(end.summary));
    if (end.problem !== undefined) throw new RunError(end.problem);
    return end.summary.outcome === 'interrupted' ? interruptedCode : 0;
  } finally {
    await engine.close();
  }
}

/**
 * Aborted by the first Ctrl-C, which lets the run end properly; a later one ends the process at once. One press
 * may arrive twice, from the terminal and from the program that started this one.
 */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  let first = Infinity;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      const now = performance.now();
      if (now - first > 1000) process.exit(interruptedCode);
      first = Math.min(first, now);
      controller.abort();
    });
  return controller.signal;
}

const portOf = ({ page, url, death }: Engine): TrainPort => ({
  dataUrl: `${url}data/`,
  listen: async (onEvent) => {
    await page.exposeFunction('adasimReceive', onEvent);
  },
  send: (command) => page.evaluate((message) => window.adasimSend(message), command),
  death,
});

await runCommand(train);
