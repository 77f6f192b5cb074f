import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armResults } from './armResults.ts';
import { unknownMetrics, writeReport } from './report.ts';
import { recordedOf } from './resultsFile.ts';
import { resultsTable } from './table.ts';
import { resultFor, smallGrid, smallPlan } from './testing.ts';

const plan = smallPlan();
/** Accuracies by arm and seed; the last arm has not been run under its second seed. */
const accuracies = [0.5, 0.4, 0.6, 0.45, 0.52, 0.44, 0.6];
const recorded = plan.runs
  .slice(0, accuracies.length)
  .map((run, index) =>
    recordedOf(
      resultFor(
        run,
        { knnAccuracy: accuracies[index] ?? 0, rankMe: 20 + index },
        index === 5 ? { outcome: 'failed', problem: 'The loss was NaN at step 9.', stepsDone: 9 } : {},
      ),
    ),
  );

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-report-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('resultsTable', () => {
  it('has mean ± standard error over the seeds that finished, and says how many those are', () => {
    const table = resultsTable(armResults(plan.arms, recorded), ['knnAccuracy', 'rankMe', 'weather']);
    expect(table.split('\n')).toEqual([
      '| model | policy | seeds | k-NN accuracy | RankMe | weather |',
      '| --- | --- | --- | ---: | ---: | ---: |',
      '| ViT + DINO | none | 2 | 0.510 ± 0.010 | 22.0 ± 2.0 | – |',
      '| ViT + DINO | naive | one, 1 failed | 0.400 | 21.0 | – |',
      '| ResNet + BYOL | none | 2 | 0.600 ± 0.000 | 24.0 ± 2.0 | – |',
      '| ResNet + BYOL | naive | one | 0.450 | 23.0 | – |',
    ]);
  });

  it('counts seeds that were recorded by another command', () => {
    const [run] = plan.runs;
    if (run === undefined) throw new Error('the plan has a run');
    const other = recordedOf(resultFor({ ...run, seed: 77 }, { knnAccuracy: 0.7 }, { seed: 77 }));
    const [row] = armResults(plan.arms, [...recorded, other]);
    expect(row?.finished.map(({ seed }) => seed)).toEqual([1, 2, 77]);
  });
});

describe('writeReport', () => {
  const write = () => {
    writeReport({ grid: smallGrid(), file: path.join(folder, '..', 'grid.json'), plan, recorded, folder });
    return readFileSync(path.join(folder, 'README.md'), 'utf8');
  };

  it('tells what was asked, found, missed and failed, and with what', () => {
    const text = write();
    expect(text).toMatch(/^# A contrast\n\nWhat neighbours do\.\n/);
    expect(text).toContain('**Not complete:** 1 of 8 runs are still to be computed.');
    expect(text).toContain('## Self-distillation\n\n| model');
    expect(text).toContain('- ViT + DINO · naive, seed 2, failed after 9 steps: The loss was NaN at step 9.');
    expect(text).toContain('preset `emoji-vit` with `evaluation.everyEpochs=5`');
    expect(text).toContain('- Commit: `c0ffee`');
    expect(text).toContain('- Command: `npm run sweep -- --grid grid.json`');
    expect(text).toContain('- Device: wasm, CPU, 2 threads');
    expect(text).toContain('](curve-knnAccuracy.svg)');
  });

  it('replaces the pictures of a former command, and no other file', () => {
    writeFileSync(path.join(folder, 'curve-former.svg'), '');
    writeFileSync(path.join(folder, 'notes.md'), '');
    write();
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'curve-knnAccuracy.svg', 'notes.md']);
  });
});

describe('unknownMetrics', () => {
  it('names what no run has measured, once there is a run', () => {
    const grid = { ...smallGrid(), table: ['knnAccuracy', 'knnUntrained', 'knnAcuracy'], curves: ['rankme'] };
    expect(unknownMetrics(grid, plan, recorded)).toEqual(['knnAcuracy', 'rankme']);
    expect(unknownMetrics(grid, plan, [])).toEqual([]);
  });
});
