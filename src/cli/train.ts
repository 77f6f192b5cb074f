/** @file `npm run train`: one run, or several in lockstep, in a headless browser, on the same worker as the app's. */
import { asTyped } from './command/asTyped.ts';
import { runCommand } from './command/commandLine.ts';
import type { Exits } from './command/exits.ts';
import { sourceVersion } from './command/sourceVersion.ts';
import { trainPort } from './train/enginePort.ts';
import { farewell } from './train/farewell.ts';
import { exitCodeOf, leadRun } from './train/leadRun.ts';
import { progressFor, thisScreen } from './train/progress.ts';
import { parseTrainRequest } from './train/request.ts';
import { noFiles, openTrainFiles } from './train/runFiles.ts';

async function train(words: readonly string[], exits: Exits): Promise<number> {
  const request = parseTrainRequest(words);
  if (request === undefined) return 0;
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
    const interruption = exits.answer();
    const end = await leadRun(request, trainPort(engine), { progress, files, notice, interruption });
    console.log(JSON.stringify(end.summary));
    const sentence = farewell(request, end);
    if (sentence !== undefined) notice(sentence);
    return exitCodeOf(end);
  } finally {
    await engine.close();
  }
}

await runCommand(train, 'train');
