/** @file `npm run train`: one run, or several in lockstep, in a headless browser, on the same worker as the app's. */
import { asTyped } from './asTyped.ts';
import { runCommand } from './commandLine.ts';
import { RunError } from './failure.ts';
import { interruptedCode, interruptible } from './interruption.ts';
import { progressFor, thisScreen } from './progress.ts';
import { sourceVersion } from './sourceVersion.ts';
import { noFiles, openTrainFiles } from './trainFiles.ts';
import { trainPort } from './trainPort.ts';
import { parseTrainRequest } from './trainRequest.ts';
import { leadRun } from './trainRun.ts';

async function train(words: readonly string[]): Promise<number> {
  const request = parseTrainRequest(words);
  if (request === undefined) return 0;
  const interruption = interruptible();
  const provenance = () => ({ ...sourceVersion(), command: asTyped('npm run train --', words) });
  const files = request.out === undefined ? noFiles : openTrainFiles(request.out, request.arms, provenance());
  // Loaded late: a misspelt flag need not wait for the browser's driver and the bundler.
  const { ensureData } = await import('../../scripts/data/ensure.ts');
  const { openEngine } = await import('./engine.ts');
  await ensureData({ log: () => undefined });
  const engine = await openEngine({ adapter: 'any' });
  try {
    const progress = progressFor(thisScreen());
    const notice = (sentence: string) => console.error(sentence);
    const end = await leadRun(request, trainPort(engine), { progress, files, notice, interruption });
    console.log(JSON.stringify(end.summary));
    if (end.problem !== undefined) throw new RunError(end.problem);
    return end.summary.outcome === 'interrupted' ? interruptedCode : 0;
  } finally {
    await engine.close();
  }
}

await runCommand(train);
