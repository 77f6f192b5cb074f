/** @file How many checks passed and failed, and which failed, read from the reports of the test runners. */
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** A failure each, as the end of a run tells it: what was tested, and the first lines of what went wrong. */
  failures: readonly string[];
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, { passed, failed, skipped, failures }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      failures: [...total.failures, ...failures],
    }),
    noCounts,
  );
}

/** `3 passed, 0 failed`, and what was skipped where something was. */
export function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/**
 * A command's outcome and its report in one: a command that failed counts at least one failure, whatever its
 * report says, and so does one that ran nothing, unless there may have been nothing to run.
 */
export function reconcile(counts: Counts | undefined, succeeded: boolean, mayBeEmpty = false): Counts {
  if (counts === undefined)
    return { ...noCounts, failed: 1, failures: ['The runner died without a report.'] };
  if (counts.failed > 0) return counts;
  if (counts.passed === 0 && !mayBeEmpty) return { ...counts, failed: 1, failures: ['No test ran.'] };
  return succeeded
    ? counts
    : { ...counts, failed: 1, failures: ['Every test passed, but the runner failed; its output says why.'] };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Counts of Vitest's JSON report. A file that could not even be loaded is one failure. */
export function countsOfVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    vitestReport.parse(report);
  const unloadable = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  );
  const failed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter((assertion) => assertion.status === 'failed')
      .map(({ fullName, failureMessages }) => told(`${name} › ${fullName}`, failureMessages?.[0])),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + numTodoTests,
    failures: [...failed, ...unloadable.map(({ name, message }) => told(name, message))],
  };
}

/** Lines of an error's message that the end of a run repeats. */
const linesTold = 8;

function told(what: string, why = ''): string {
  const lines = stripVTControlCharacters(why)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [what, ...lines.slice(0, linesTold).map((line) => `  ${line}`)].join('\n');
}

interface PlaywrightSuite {
  specs: readonly z.infer<typeof playwrightSpec>[];
  suites?: readonly PlaywrightSuite[] | undefined;
}

const playwrightError = z.object({ message: z.string().optional() });

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      projectName: z.string(),
      status: z.string(),
      results: z.array(z.object({ errors: z.array(playwrightError) })),
    }),
  ),
});

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: z.array(playwrightSpec),
  suites: z.lazy(() => z.array(playwrightSuite)).optional(),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(playwrightError),
  suites: z.array(playwrightSuite),
});

/** Counts of Playwright's JSON report. A test that passed only when repeated has failed. */
export function countsOfPlaywright(report: unknown): Counts {
  const { stats, errors, suites } = playwrightReport.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap(failuresOfSuite),
      ...errors.map(({ message }) => told('outside of any test', message)),
    ],
  };
}

function failuresOfSuite({ specs, suites = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const error = results.flatMap(({ errors }) => errors)[0];
        return told(`[${projectName}] ${file}:${line} › ${title}`, error?.message);
      }),
  );
  return [...own, ...suites.flatMap(failuresOfSuite)];
}
