/** @file The programs that check and test, each made to answer with its counts. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { succeeds } from './command.ts';
import { countsOfPlaywright, countsOfVitest, noCounts, reconcile, type Counts } from './counts.ts';

/** Hears what a stage says. */
export type Say = (text: string) => void;

/** Seconds after which a command counts as hanging; the slowest needs a third of it on two cores. */
const limit = 2700;

/** A command that is one check of its own: it succeeds or it fails. */
export async function check(say: Say, ...command: string[]): Promise<Counts> {
  return (await succeeds(command, { limit, say }))
    ? { ...noCounts, passed: 1 }
    : { ...noCounts, failed: 1, failures: [`${command.join(' ')}; its output says why`] };
}

/** @param words what follows `vitest`; an answer without a single test is right where these select few */
export const vitest = (say: Say, words: readonly string[], mayBeEmpty = false): Promise<Counts> =>
  withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const empty = mayBeEmpty ? ['--passWithNoTests'] : [];
    const succeeded = await succeeds(['vitest', ...words, ...reporters, ...empty], { limit, say });
    return reconcile(await read(say, report, countsOfVitest), succeeded, mayBeEmpty);
  });

/** @param words what follows `playwright test` */
export const playwright = (say: Say, words: readonly string[]): Promise<Counts> =>
  withReport(async (report) => {
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const command = ['playwright', 'test', '--reporter=list,json', ...words];
    const succeeded = await succeeds(command, { env, limit, say });
    return reconcile(await read(say, report, countsOfPlaywright), succeeded);
  });

/** Gives `work` the name of a file to have a report written to, and removes it afterwards. */
async function withReport(work: (file: string) => Promise<Counts>): Promise<Counts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'adasim-test-'));
  try {
    return await work(path.join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The counts of a report; undefined where the runner died before it wrote one. */
async function read(
  say: Say,
  file: string,
  counts: (report: unknown) => Counts,
): Promise<Counts | undefined> {
  try {
    return counts(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    say(`The report could not be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}
