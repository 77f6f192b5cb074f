import { describe, expect, it } from 'vitest';
import { countsOfPlaywright, countsOfVitest, inWords, reconcile, sum } from './counts.ts';

const vitest = (overrides: object) => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...overrides,
});

describe('countsOfVitest', () => {
  it('counts tests', () => {
    const report = vitest({ numFailedTests: 1, numPendingTests: 2 });
    expect(countsOfVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 2, failures: [] });
  });

  it('counts a file that does not load', () => {
    const testResults = [
      { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'adds', failureMessages: ['\x1b[31m1 is not 2\x1b[0m'] },
        ],
      },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'adds' }] },
    ];
    expect(countsOfVitest(vitest({ numFailedTests: 1, testResults }))).toMatchObject({
      failed: 2,
      failures: ['b.test.ts › adds\n  1 is not 2', 'a.test.ts\n  no such module'],
    });
  });

  it('rejects a report of another shape', () => {
    expect(() => countsOfVitest({})).toThrow();
  });
});

describe('countsOfPlaywright', () => {
  it('takes a flaky test for a failed one', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 0 };
    expect(countsOfPlaywright({ stats, errors: [], suites: [] })).toMatchObject({ passed: 5, failed: 2 });
  });

  it('counts errors outside of any test', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(countsOfPlaywright({ stats, errors: [{ message: 'no server' }], suites: [] })).toMatchObject({
      failed: 1,
      failures: ['outside of any test\n  no server'],
    });
  });

  it('names the tests that failed, however deep their suite', () => {
    const spec = (title: string, status: string) => ({
      title,
      file: 'shell.spec.ts',
      line: 7,
      tests: [{ projectName: 'app', status, results: [{ errors: [{ message: 'not visible' }] }] }],
    });
    const suites = [
      { specs: [spec('loads', 'expected')], suites: [{ specs: [spec('fits', 'unexpected')] }] },
    ];
    const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 };
    expect(countsOfPlaywright({ stats, errors: [], suites }).failures).toEqual([
      '[app] shell.spec.ts:7 › fits\n  not visible',
    ]);
  });
});

describe('reconcile', () => {
  const good = { passed: 2, failed: 0, skipped: 0, failures: [] };

  it('believes a good report of a command that succeeded', () => {
    expect(reconcile(good, true)).toEqual(good);
  });

  it('counts a failure where a command failed without saying which test', () => {
    expect(reconcile(good, false).failed).toBe(1);
    expect(reconcile(undefined, false).failed).toBe(1);
    expect(reconcile(undefined, true).failed).toBe(1);
  });

  it('counts a failure where nothing ran', () => {
    expect(reconcile({ ...good, passed: 0, skipped: 4 }, true).failed).toBe(1);
  });

  it('takes nothing for an answer where few tests were asked for', () => {
    const nothing = { ...good, passed: 0 };
    expect(reconcile(nothing, true, true)).toEqual(nothing);
    expect(reconcile(nothing, false, true).failed).toBe(1);
    expect(reconcile(undefined, true, true).failed).toBe(1);
  });

  it('leaves failures that are already counted', () => {
    expect(reconcile({ ...good, passed: 0, failed: 3 }, false).failed).toBe(3);
  });
});

describe('inWords', () => {
  it('is the line that ends a run', () => {
    const total = sum([
      { passed: 2, failed: 1, skipped: 0, failures: ['one'] },
      { passed: 3, failed: 0, skipped: 0, failures: [] },
    ]);
    expect(total.failures).toEqual(['one']);
    expect(inWords(total)).toBe('5 passed, 1 failed');
    expect(inWords({ ...total, skipped: 1 })).toBe('5 passed, 1 failed, 1 skipped');
  });
});
