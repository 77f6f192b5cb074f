/** @file What a device check came to, in one sentence. */
import { countFailures, hasPassed } from '../../protocol/verificationReport.ts';
import { backendNames, backendTitle } from './backends.ts';
import type { Check } from './check.ts';

export interface CheckVerdict {
  /** `incomplete`: nothing that was checked fails, but not everything could be checked. */
  outcome: 'passed' | 'failed' | 'incomplete';
  /** One or two sentences for the person. */
  sentence: string;
}

/** Of a check that is over. */
export function verdictOf(checks: readonly Check[]): CheckVerdict {
  const answers = checks.flatMap(({ recording, backend, finding }) =>
    finding.state === 'checked' ? [{ recording: recording.name, backend, rows: finding.rows }] : [],
  );
  const failing = answers.filter(({ rows }) => !hasPassed(rows));
  const rows = answers.flatMap((answer) => answer.rows);
  const missing = gaps(checks);
  if (failing.length > 0)
    return {
      outcome: 'failed',
      sentence: `${of(countFailures(rows), rows.length, 'quantity', 'quantities')} ${
        countFailures(rows) === 1 ? 'differs' : 'differ'
      } by more than the tolerance, on ${onBackends(failing)}. ${missing}Please attach the report to a bug report.`,
    };
  if (answers.length === 0)
    return { outcome: 'incomplete', sentence: `Nothing was checked. ${missing}`.trim() };
  const within = `${amount(rows.length, 'quantity', 'quantities')} of ${amount(
    new Set(answers.map(({ recording }) => recording)).size,
    'recording',
    'recordings',
  )} ${rows.length === 1 ? 'is' : 'are'} within tolerance, on ${onBackends(answers)}`;
  if (missing !== '')
    return { outcome: 'incomplete', sentence: `${missing}What was checked is right: ${within}.` };
  return { outcome: 'passed', sentence: `This device computes what was recorded: all ${within}.` };
}

/** What was not answered, a sentence with a space at its end; empty where everything was. */
function gaps(checks: readonly Check[]): string {
  const count = (state: Check['finding']['state']) =>
    checks.filter(({ finding }) => finding.state === state).length;
  const [errors, stopped] = [count('error'), count('stopped')];
  const parts = [
    errors > 0 && `${of(errors, checks.length, 'check', 'checks')} could not be made.`,
    stopped > 0 &&
      `${of(stopped, checks.length, 'check', 'checks')} ${stopped === 1 ? 'was' : 'were'} stopped.`,
  ];
  return parts
    .filter((part) => part !== false)
    .map((part) => `${part} `)
    .join('');
}

const amount = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const of = (count: number, all: number, one: string, many: string): string =>
  `${count} of ${amount(all, one, many)}`;

/** "WebGPU, WASM and CPU": those that occur, fastest first. */
function onBackends(checks: readonly Pick<Check, 'backend'>[]): string {
  const titles = backendNames
    .filter((name) => checks.some(({ backend }) => backend === name))
    .map((name) => backendTitle[name]);
  const last = titles.pop() ?? '';
  return titles.length === 0 ? last : `${titles.join(', ')} and ${last}`;
}
