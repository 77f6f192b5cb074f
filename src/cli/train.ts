/** @file `npm run train`: one run, or several in lockstep, in a headless browser, on the same worker as the app's. */
import { asTyped } from './command/asTyped.ts';
import { runCommand } from './command/commandLine.ts';
import { RunError } from './command/failure.ts';
import { interruptedCode, interruptible } from './command/interruption.ts';
import { progressFor, thisScreen } from './train/progress.ts';
import { sourceVersion } from './command/sourceVersion.ts';
import { noFiles, openTrainFiles } from './train/runFiles.ts';
import { trainPort } from './train/enginePort.ts';
import { parseTrainRequest } from './train/request.ts';
import { leadRun } from './train/leadRun.ts';

async function train(words: readonly string[]): Promise<number> {
  const request = parseTrainRequest(words);
  if (request === undefined) return 0;
  const interruption = interruptible();
  const provenance = () => ({ ...sourceVersion(), command: asTyped('npm run train --', words) });
  const files = request.out === undefined ? noFiles : openTrainFiles(request.out, request.arms, provenance());
  // Loaded late: a misspelt flag need not wait for the browser's driver and the bundler.
  const { ensureData } = await import('../../scripts/data/ensure.ts');
  const { openEngine } = await import('./engine/engine.ts');
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
