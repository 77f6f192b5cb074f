/** @file `npm test`: everything, or the stages that are named, with the failures told again at the end and the counts on the last line. */
import { Argument } from 'commander';
import { parsed, runCommand, strictCommand } from '../src/cli/command/commandLine.ts';
import { endingOf } from '../src/cli/command/ending.ts';
import type { Exits } from '../src/cli/command/exits.ts';
import { ensureBrowser } from './browser/ensureBrowser.ts';
import { ensureFirefox } from './browser/ensureFirefox.ts';
import { thisFirefoxHost, thisHost } from './browser/host.ts';
import { ensureData } from './data/ensure.ts';
import { changedScope } from './test/changed.ts';
import { endCommands } from './test/command.ts';
import { inWords, sum, type Counts } from './test/counts.ts';
import { inLanes } from './test/lanes.ts';
import { lanes, stageNames, stages, type StageName } from './test/stages.ts';
import { turns } from './test/turns.ts';

interface Outcome {
  name: StageName;
  counts: Counts;
  seconds: number;
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

async function test(words: readonly string[], exits: Exits): Promise<number> {
  const described = stageNames.map((name) => `${name} (${stages[name].about})`).join('; ');
  const command = strictCommand('npm test --', 'Runs the tests and ends with the counts.')
    .addArgument(new Argument('[stage...]', described).choices(stageNames))
    .option(
      '--full',
      'also what is slow and seldom breaks: tests that are tagged so, and the recordings without our kernels',
    )
    .option(
      '--changed',
      'only what concerns the changes since main, uncommitted ones included: lint of the changed files, types, ' +
        'unit tests that import them, browser tests beside them, a smoke test of the site, two recordings',
    );
  if (!parsed(command, words)) return 0;
  const { full = false, changed = false } = command.opts<{ full?: true; changed?: true }>();
  const chosen =
    command.args.length === 0 ? stageNames : stageNames.filter((name) => command.args.includes(name));

  const began = performance.now();
  await prepare(chosen);
  const scope = changed ? changedScope() : undefined;
  const speaker = turns((text) => process.stdout.write(text));
  const interruption = exits.answer();
  interruption.addEventListener('abort', () => {
    endCommands();
    process.exit(endingOf(interruption)?.exitCode);
  });
  const outcomes = await inLanes(
    lanes.map((lane) => lane.filter((name) => chosen.includes(name))),
    async (name): Promise<Outcome> => {
      const { say, end } = speaker();
      say(`\n── ${name}: ${stages[name].about}\n`);
      const started = performance.now();
      const counts = await stages[name].run({ say, full, scope });
      const seconds = secondsSince(started);
      say(`── ${name}: ${inWords(counts)} in ${seconds.toFixed(0)} s\n`);
      end();
      return { name, counts, seconds };
    },
  );
  tell(outcomes, secondsSince(began));
  return outcomes.every(({ counts }) => counts.failed === 0) ? 0 : 1;
}

/** What the stages need and a fresh clone does not have. */
async function prepare(chosen: readonly StageName[]): Promise<void> {
  const needs = new Set(chosen.flatMap((name) => stages[name].needs));
  if (needs.has('browser')) process.env.CHROME_PATH = (await ensureBrowser(thisHost)).path;
  if (needs.has('firefox')) ensureFirefox(thisFirefoxHost);
  if (needs.has('data')) await ensureData();
}

/** The failures once more, a line for each stage, and the counts of all. */
function tell(outcomes: readonly Outcome[], seconds: number): void {
  const inOrder = outcomes.toSorted((a, b) => stageNames.indexOf(a.name) - stageNames.indexOf(b.name));
  for (const { name, counts } of inOrder)
    for (const failure of counts.failures) console.log(`\nfailed in ${name}: ${failure}`);
  const total = sum(inOrder.map(({ counts }) => counts));
  const row = (name: string, counts: Counts, took: number) =>
    `${name.padEnd(12)}${inWords(counts).padEnd(36)}${took.toFixed(0).padStart(5)} s`;
  console.log('');
  for (const { name, counts, seconds: took } of inOrder) console.log(row(name, counts, took));
  if (inOrder.length > 1) console.log(row('all', total, seconds));
  console.log(`\n${inWords(total)}`);
}

await runCommand(test);
