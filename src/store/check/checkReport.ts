/** @file A device check as something to attach to a bug report: a JSON file, or Markdown for the text itself. */
import { version } from '../../../package.json';
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { conclusion, errorFigure, hasPassed, verdictWord } from '../../protocol/verificationReport.ts';
import { backendTitle } from './backends.ts';
import type { Check, CheckState } from './check.ts';
import { verdictOf, type CheckVerdict } from './checkVerdict.ts';
import { adapterName, type DeviceFacts } from './device.ts';

export const appVersion = version;

/** One line of the table. JSON has no infinity: an error that is not finite is null. */
export type ReportedRow = Omit<CheckRow, 'error'> & { error: number | null };

export interface ReportedCheck {
  recording: string;
  backend: BackendName;
  outcome: 'passed' | 'failed' | 'error' | 'stopped';
  /** The adapter's name or the number of threads, in words. */
  adapter?: string;
  seconds?: number;
  /** Why there are no rows. */
  message?: string;
  rows: ReportedRow[];
}

/** The file's content. */
export interface CheckReport extends CheckVerdict {
  format: 'adasim-device-check/1';
  app: { name: 'AdaSim Playground'; version: string };
  /** ISO 8601, UTC. */
  started: string;
  device: DeviceFacts;
  checks: ReportedCheck[];
}

/** A check that is over, of a device that is known. */
export type CompletedCheck = Pick<CheckState, 'checks'> & { device: DeviceFacts; started: Date };

export const checkReport = ({ checks, device, started }: CompletedCheck): CheckReport => ({
  format: 'adasim-device-check/1',
  app: { name: 'AdaSim Playground', version: appVersion },
  started: started.toISOString(),
  ...verdictOf(checks),
  device,
  checks: checks.map(reportedCheck),
});

function reportedCheck({ recording, backend, finding }: Check): ReportedCheck {
  const subject = { recording: recording.name, backend };
  switch (finding.state) {
    case 'checked':
      return {
        ...subject,
        outcome: hasPassed(finding.rows) ? 'passed' : 'failed',
        adapter: finding.device.adapter,
        seconds: Math.round(finding.seconds * 1000) / 1000,
        rows: finding.rows.map((row) => ({ ...row, error: Number.isFinite(row.error) ? row.error : null })),
      };
    case 'error':
      return { ...subject, outcome: 'error', message: finding.message, rows: [] };
    default:
      return { ...subject, outcome: 'stopped', message: 'The check was stopped before its turn.', rows: [] };
  }
}

/** The same for the text of a bug report: the facts, and every table folded away. */
export function checkMarkdown(check: CompletedCheck): string {
  const { outcome, sentence, app, started, device } = checkReport(check);
  const facts = deviceFacts(device).map(([name, value]) => `- ${name}: ${cell(value)}`);
  return [
    `### Device check: ${outcome}`,
    sentence,
    [`- ${app.name}: ${app.version}`, ...facts, `- Started: ${started}`].join('\n'),
    ...check.checks.map(markdownOf),
    '',
  ].join('\n\n');
}

function markdownOf({ recording, backend, finding }: Check): string {
  const subject = `${cell(recording.name)} on ${backendTitle[backend]}`;
  if (finding.state === 'error') return `**${subject}**: ${cell(finding.message)}`;
  if (finding.state !== 'checked') return `**${subject}**: stopped`;
  const { device, seconds, rows } = finding;
  const lines = rows.map(
    (row) =>
      `| ${[row.quantity, errorFigure(row.error), errorFigure(row.tolerance), verdictWord(row), row.note ?? ''].map(cell).join(' | ')} |`,
  );
  return [
    `<details${hasPassed(rows) ? '' : ' open'}>`,
    `<summary>${subject} (${cell(device.adapter)}), ${seconds.toFixed(1)} s: ${conclusion(rows)}</summary>`,
    '',
    '| quantity | error | tolerance | verdict | |',
    '| --- | ---: | ---: | --- | --- |',
    ...lines,
    '',
    '</details>',
  ].join('\n');
}

/** What a file or an adapter calls itself must not end a cell or begin a tag. */
const cell = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ');

/** The device as name and value, for the page and for the text. */
export function deviceFacts(device: DeviceFacts): [string, string][] {
  const { browser, processors, secure, isolated, webgpu } = device;
  const unshared = secure ? 'the page is not cross-origin isolated' : 'the page came over plain http';
  return [
    ['Browser', browser],
    [
      'WebGPU adapter',
      webgpu === null ? `none${secure ? '' : ', the page came over plain http'}` : adapterName(webgpu),
    ],
    ['Processors', String(processors)],
    ['Threads for WASM', isolated ? 'yes' : `no, ${unshared}`],
  ];
}
