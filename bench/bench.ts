/** @file `npm run bench`: how fast it is, against what, and how far from the limits of the device. */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../src/cli/command/commandLine.ts';
import type { Engine as Browser } from '../src/cli/engine/engine.ts';
import { CommandEnding, endingOf } from '../src/cli/command/ending.ts';
import type { Exits } from '../src/cli/command/exits.ts';
import { EngineLostError } from '../src/cli/command/failure.ts';
import { expectedMinutes } from './expectation.ts';
import { measureBackend, type Report } from './measuring/backend.ts';
import { kernelTable, resultTable } from './report/tables.ts';
import { parseBenchRequest, type BenchRequest } from './request.ts';
import type { Row } from './rows.ts';

/** Progress and problems go here, so that what goes to the standard output is the result alone. */
const say = (text: string): void => console.error(text);

async function bench(words: readonly string[], exits: Exits): Promise<number> {
  const request = parseBenchRequest(words);
  if (request === undefined) return 0;
  // Loaded late: a misspelt flag need not wait for the browser's driver and the bundler.
  const { openEngine } = await import('../src/cli/engine/engine.ts');
  const browser = await openEngine({ adapter: 'any', page: fileURLToPath(new URL('page', import.meta.url)) });
  const interruption = exits.answer();
  // With the browser gone, whatever is waited for fails.
  interruption.addEventListener('abort', () => void browser.close());
  const reports: Report[] = [];
  try {
    say(introduction(request, browser));
    for (const backend of request.backends) {
      const report = await measureBackend(request, browser, backend, say);
      reports.push(report);
      if (!request.json) printTables(report, request);
    }
    if (request.json) printRows(reports, request);
    const problems = reports.flatMap((report) => report.problems);
    for (const problem of problems) say(problem);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    const end = endingOf(interruption) ?? error;
    if (!(end instanceof CommandEnding || end instanceof EngineLostError)) throw error;
    if (request.json) printRows(reports, request);
    say(farewell(end, reports));
    return end.exitCode;
  } finally {
    await browser.close();
  }
}

/** Why it ended before its time, what is kept, and how it goes on: one line. */
function farewell({ message }: Error, reports: readonly Report[]): string {
  const done = reports.map(({ setting }) => setting.backend).join(' and ');
  const kept = done === '' ? 'Nothing was measured to its end' : `What was measured on ${done} is above`;
  return `${message.replace(/\.$/, '')}. ${kept}; the same command begins anew.`;
}

function introduction(request: BenchRequest, { page }: Browser): string {
  const { benchmarks, backends, rounds } = request;
  const version = page.context().browser()?.version() ?? 'of unknown version';
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const counted = benchmarks.length === 1 ? '1 benchmark' : `${benchmarks.length} benchmarks`;
  return [
    `Chromium ${version}; ${cpus().length} cores (${processor}); ${process.platform}.`,
    `${counted} on ${backends.join(' and ')}, ${rounds} rounds: ` +
      `about ${expectedMinutes(request)} min on two cores with a software GPU, less elsewhere.`,
  ].join('\n');
}

function printRows(reports: readonly Report[], { profile }: BenchRequest): void {
  const rows = reports.flatMap((report) => report.rows);
  console.log(JSON.stringify(profile ? rows : rows.map(withoutKernels)));
}

function printTables({ setting, rows }: Report, { profile }: BenchRequest): void {
  console.log(resultTable(setting, rows));
  if (profile) for (const row of rows) console.log(kernelTable(row));
}

function withoutKernels(row: Row): Row {
  const { kernels, ...rest } = row;
  return kernels === undefined ? row : rest;
}

await runCommand(bench);
