import { expect, it } from 'vitest';
import { countsOfReports } from './recordings.ts';

const row = (verdict: 'pass' | 'fail') => ({ quantity: 'loss', error: 0, tolerance: 0, verdict });

it('counts every row of every report', () => {
  const reports = [{ rows: [row('pass'), row('fail')] }, { rows: [row('pass'), row('pass')] }];
  expect(countsOfReports(reports)).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

it('counts a report that compared nothing as a failure', () => {
  expect(countsOfReports([{ rows: [row('pass')] }, { rows: [] }])).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});
