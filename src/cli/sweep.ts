/** @file `npm run sweep`: every combination of a grid, headless, on the same worker as the app's. */
import { runCommand } from './command/commandLine.ts';
import type { Exits } from './command/exits.ts';
import { thisScreen } from './train/progress.ts';
import { parseSweepRequest } from './sweep/request.ts';
import { sweep } from './sweep/sweep.ts';

async function main(words: readonly string[], exits: Exits): Promise<number> {
  const request = parseSweepRequest(words);
  if (request === undefined) return 0;
  return sweep(request, {
    screen: thisScreen(),
    notice: (sentence) => console.error(sentence),
    interruption: exits.answer(),
  });
}

await runCommand(main, 'sweep');
