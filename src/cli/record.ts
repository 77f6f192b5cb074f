/** @file `npm run record`: makes of a run's folder the recording that the page plays before Play. */
import { parsed, runCommand, strictCommand } from './command/commandLine.ts';
import { recordRun } from './record/recordRun.ts';

async function record(words: readonly string[]): Promise<number> {
  const command = strictCommand(
    'npm run record --',
    'Makes of the folder of a run, which `npm run train -- --out` filled, the recording that the page plays before Play; with its pictures where --scenes kept them.',
  )
    .requiredOption('--from <folder>', 'of a run that has ended')
    .requiredOption('--out <file>', 'such as public/recorded/contrast.json')
    .allowExcessArguments(false);
  if (parsed(command, words)) {
    const { from, out } = command.opts<{ from: string; out: string }>();
    console.log(await recordRun(from, out));
  }
  return 0;
}

await runCommand(record, 'record');
