/** @file `npm run bench`: how fast it is, against what, and how far from the limits of the device. */
import { cpus } from 'node:os';
import { runCommand } from '../src/cli/command/commandLine.ts';
import { CommandEnding, endingOf } from '../src/cli/command/ending.ts';
import type { Exits } from '../src/cli/command/exits.ts';
import { EngineLostError } from '../src/cli/command/failure.ts';
import { expectedMinutes } from './expectation.ts';
import { openHost, type BenchHost } from './host.ts';
import { measureBackend, type Report } from './measuring/backend.ts';
import { kernelTable, resultTable } from './report/tables.ts';
import { parseBenchRequest, type BenchRequest } from './request.ts';
import type { Row } from './rows.ts';

/** Progress and problems go here, so that what goes to the standard output is the result alone. */
const say = (text: string): void => console.error(text);

async function bench(words: readonly string[], exits: Exits): Promise<number> {
  const request = parseBenchRequest(words);
  if (request === undefined) return 0;
  const host = await openHost(request.host);
  const interruption = exits.answer();
  // With the host gone, whatever is waited for fails.
  interruption.addEventListener('abort', () => void host.close());
  const reports: Report[] = [];
  try {
    say(introduction(request, host));
    for (const backend of request.backends) {
      const report = await measureBackend(request, host, backend, say);
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
    await host.close();
  }
}

/** Why it ended before its time, what is kept, and how it goes on: one line. */
function farewell({ message }: Error, reports: readonly Report[]): string {
  const done = reports.map(({ setting }) => setting.backend).join(' and ');
  const kept = done === '' ? 'Nothing was measured to its end' : `What was measured on ${done} is above`;
  return `${message.replace(/\.$/, '')}. ${kept}; the same command begins anew.`;
}

function introduction(request: BenchRequest, { about }: BenchHost): string {
  const { benchmarks, backends, rounds } = request;
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const counted = benchmarks.length === 1 ? '1 benchmark' : `${benchmarks.length} benchmarks`;
  return [
    `${about}; ${cpus().length} cores (${processor}); ${process.platform}.`,
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
