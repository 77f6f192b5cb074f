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
    expect(countsOfVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that does not load', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(countsOfVitest(vitest({ numFailedTests: 1, testResults })).failed).toBe(2);
  });

  it('rejects a report of another shape', () => {
    expect(() => countsOfVitest({})).toThrow();
  });
});

describe('countsOfPlaywright', () => {
  it('takes a flaky test for a failed one', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 0 };
    expect(countsOfPlaywright({ stats, errors: [] })).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  it('counts errors outside of any test', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(countsOfPlaywright({ stats, errors: [{ message: 'no server' }] }).failed).toBe(1);
  });
});

describe('reconcile', () => {
  const good = { passed: 2, failed: 0, skipped: 0 };

  it('believes a good report of a command that succeeded', () => {
    expect(reconcile(good, true)).toEqual(good);
  });

  it('counts a failure where a command failed without saying which test', () => {
    expect(reconcile(good, false).failed).toBe(1);
    expect(reconcile(undefined, false).failed).toBe(1);
    expect(reconcile(undefined, true).failed).toBe(1);
  });

  it('counts a failure where nothing ran', () => {
    expect(reconcile({ passed: 0, failed: 0, skipped: 4 }, true).failed).toBe(1);
  });

  it('leaves failures that are already counted', () => {
    expect(reconcile({ passed: 0, failed: 3, skipped: 0 }, false).failed).toBe(3);
  });
});

describe('inWords', () => {
  it('is the line that ends a run', () => {
    const total = sum([
      { passed: 2, failed: 1, skipped: 0 },
      { passed: 3, failed: 0, skipped: 0 },
    ]);
    expect(inWords(total)).toBe('5 passed, 1 failed');
    expect(inWords({ ...total, skipped: 1 })).toBe('5 passed, 1 failed, 1 skipped');
  });
});
