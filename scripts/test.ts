/** @file `npm test`: everything, or the stages that are named, with the failures told again at the end and the counts on the last line. */
import { Argument } from 'commander';
import { parsed, runCommand, strictCommand } from '../src/cli/command/commandLine.ts';
import { ensureBrowser } from './browser/ensureBrowser.ts';
import { thisHost } from './browser/host.ts';
import { ensureData } from './data/ensure.ts';
import { inWords, sum, type Counts } from './test/counts.ts';
import { stageNames, stages, type StageName } from './test/stages.ts';

async function test(words: readonly string[]): Promise<number> {
  const described = stageNames.map((name) => `${name} (${stages[name].about})`).join('; ');
  const command = strictCommand('npm test --', 'Runs the tests and ends with the counts.').addArgument(
    new Argument('[stage...]', described).choices(stageNames),
  );
  if (!parsed(command, words)) return 0;
  const chosen =
    command.args.length === 0 ? stageNames : stageNames.filter((name) => command.args.includes(name));

  await prepare(chosen);
  const results: { name: StageName; counts: Counts; seconds: number }[] = [];
  for (const name of chosen) {
    console.log(`\n── ${name}: ${stages[name].about}`);
    const started = performance.now();
    const counts = await stages[name].run();
    const seconds = (performance.now() - started) / 1000;
    results.push({ name, counts, seconds });
    console.log(`── ${name}: ${inWords(counts)} in ${seconds.toFixed(0)} s`);
  }

  for (const { name, counts } of results)
    for (const failure of counts.failures) console.log(`\nfailed in ${name}: ${failure}`);
  console.log('');
  for (const { name, counts, seconds } of results)
    console.log(`${name.padEnd(12)}${inWords(counts).padEnd(36)}${seconds.toFixed(0).padStart(5)} s`);
  const total = sum(results.map(({ counts }) => counts));
  console.log(`\n${inWords(total)}`);
  return total.failed === 0 ? 0 : 1;
}

/** What the stages need and a fresh clone does not have. */
async function prepare(chosen: readonly StageName[]): Promise<void> {
  const needs = new Set(chosen.flatMap((name) => stages[name].needs));
  if (needs.has('browser')) await ensureBrowser(thisHost);
  if (needs.has('data')) await ensureData();
}

await runCommand(test);
