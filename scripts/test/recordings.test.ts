import { expect, it } from 'vitest';
import { countsOfReport } from './recordings.ts';

const row = (verdict: 'pass' | 'fail') => ({ quantity: 'loss', error: 0.5, tolerance: 0.001, verdict });
const report = { file: 'dino.safetensors', backend: 'wasm' as const, portable: false };

it('counts every row of a report and tells those that failed', () => {
  const counts = countsOfReport({ ...report, rows: [row('pass'), row('fail'), row('pass')] });
  expect(counts).toMatchObject({ passed: 2, failed: 1, skipped: 0 });
  expect(counts.failures).toEqual([
    expect.stringMatching(/^dino.safetensors on wasm › loss: error 0.5, at most 1.0e-3$/),
  ]);
});

it('counts a report that compared nothing as a failure', () => {
  expect(countsOfReport({ ...report, rows: [] })).toMatchObject({ passed: 0, failed: 1 });
});
