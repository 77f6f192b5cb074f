import { describe, expect, it } from 'vitest';
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import packageFile from '../../../package.json';
import type { Check, Finding } from './check.ts';
import { checkMarkdown, checkReport, type CompletedCheck } from './checkReport.ts';
import { verdictOf } from './checkVerdict.ts';
import { ownRecording } from './recordings.ts';

const recordings = ['a', 'b'].map((name) => ownRecording(new File([], `${name}.safetensors`)));

const row = (quantity: string, error: number): CheckRow => ({
  quantity,
  error,
  tolerance: 1e-3,
  verdict: error <= 1e-3 ? 'pass' : 'fail',
});

const rows = (...found: CheckRow[]): Finding => ({
  state: 'checked',
  device: { backend: 'wasm', adapter: 'CPU, 2 threads', software: true, threads: 2, reason: '' },
  seconds: 1.23456,
  rows: found,
});

const passing = rows(row('loss', 1e-6), row('gate', 0));
const failing = rows(row('loss', 2e-3), row('gate', 0));
const broken: Finding = { state: 'error', message: 'It is | not <there>.' };

const check = (recording: number, backend: BackendName, finding: Finding): Check => {
  const found = recordings[recording];
  if (found === undefined) throw new Error('The test has two recordings.');
  return { recording: found, backend, finding };
};

describe('verdictOf', () => {
  it('says that everything passed, and on what', () => {
    expect(
      verdictOf([
        check(0, 'wasm', passing),
        check(0, 'webgpu', passing),
        check(1, 'cpu', passing),
        check(1, 'webgpu', passing),
      ]),
    ).toEqual({
      outcome: 'passed',
      sentence:
        'This device computes what was recorded: all 8 quantities of 2 recordings are within tolerance, on WebGPU, WASM and CPU.',
    });
  });

  it('names the backends that fail, and no others', () => {
    expect(verdictOf([check(0, 'webgpu', failing), check(0, 'wasm', passing)])).toEqual({
      outcome: 'failed',
      sentence:
        '1 of 4 quantities differs by more than the tolerance, on WebGPU. Please attach the report to a bug report.',
    });
  });

  it('does not call passed what was not checked', () => {
    expect(verdictOf([check(0, 'wasm', passing), check(1, 'wasm', broken)])).toEqual({
      outcome: 'incomplete',
      sentence:
        '1 of 2 checks could not be made. What was checked is right: 2 quantities of 1 recording are within tolerance, on WASM.',
    });
    expect(verdictOf([check(0, 'wasm', { state: 'stopped' })])).toEqual({
      outcome: 'incomplete',
      sentence: 'Nothing was checked. 1 of 1 check was stopped.',
    });
    expect(verdictOf([check(0, 'wasm', rows())]).outcome).toBe('failed');
  });
});

const completed: CompletedCheck = {
  started: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
  device: {
    browser: 'Browser 1',
    userAgent: 'Mozilla',
    processors: 8,
    secure: true,
    isolated: true,
    wasm: true,
    webgpu: null,
  },
  checks: [
    check(0, 'wasm', rows(row('loss', Infinity), row('a|b', 1e-6))),
    check(0, 'cpu', broken),
    check(1, 'wasm', { state: 'stopped' }),
  ],
};

describe('checkReport', () => {
  it('survives JSON: what is not finite is null', () => {
    const report = checkReport(completed);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({
      app: { version: packageFile.version },
      started: '2026-01-02T03:04:05.000Z',
      outcome: 'failed',
      checks: [
        { outcome: 'failed', adapter: 'CPU, 2 threads', seconds: 1.235, rows: [{ error: null }, {}] },
        { outcome: 'error', message: 'It is | not <there>.', rows: [] },
        { outcome: 'stopped', rows: [] },
      ],
    });
  });
});

describe('checkMarkdown', () => {
  const text = checkMarkdown(completed);

  it('tells the facts and every finding', () => {
    expect(text).toContain('### Device check: failed');
    expect(text).toContain('- WebGPU adapter: none');
    expect(text).toContain(
      '<summary>a.safetensors on WASM (CPU, 2 threads), 1.2 s: failed: 1 of 2 quantities</summary>',
    );
    expect(text).toContain('| loss | not finite | 1.0e-3 | FAIL |  |');
    expect(text).toContain('**b.safetensors on WASM**: stopped');
  });

  it('lets no text end a cell or begin a tag', () => {
    expect(text).toContain('| a\\|b | 1.0e-6 | 1.0e-3 | pass |  |');
    expect(text).toContain('**a.safetensors on CPU**: It is \\| not &lt;there>.');
  });
});
