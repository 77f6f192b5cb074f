import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endingOf } from '../command/ending.ts';
import { UsageError } from '../command/failure.ts';
import type { Disk } from '../disk/disk.ts';
import { countingDisk, failingAt, fullAfter, wholeFiles } from '../disk/testing.ts';
import { Ledger } from './ledger.ts';
import { readResults } from './resultsFile.ts';
import { resultFor, smallGrid, smallPlan } from './testing.ts';

const plan = smallPlan();
const results = plan.runs.slice(0, 3).map((run) => resultFor(run, { knnAccuracy: 0.5, rankMe: 20 }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-ledger-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A sweep of a few runs into an empty folder, which goes on until its disk takes no more. */
function swept(disk: Disk): Ledger {
  rmSync(folder, { recursive: true, force: true });
  const ledger = new Ledger({ grid: smallGrid(), file: 'grid.json', plan, folder }, [], disk);
  for (const result of results) if (!ledger.failed.aborted) ledger.add(result);
  return ledger;
}

describe('the ledger of a sweep', () => {
  it('has each result, and the tables of all', () => {
    const ledger = swept(countingDisk().disk);
    expect(ledger.failed.aborted).toBe(false);
    expect([...ledger.recorded.keys()]).toEqual(plan.runs.slice(0, 3).map(({ key }) => key));
    expect(Object.keys(wholeFiles(folder)).sort()).toEqual([
      'README.md',
      'curve-knnAccuracy.svg',
      'results.jsonl',
    ]);
  });

  it.each(['ENOSPC', 'EACCES'])('ends with what is recorded, whichever call answers %s', (code) => {
    const { disk, calls } = countingDisk();
    swept(disk);
    // The first make the folder and open the results.
    for (const place of [0, 1]) expect(() => swept(failingAt(place, code))).toThrow(UsageError);
    for (let place = 2; place < calls(); place += 1) {
      const ledger = swept(failingAt(place, code));
      expect(endingOf(ledger.failed)).toMatchObject({ exitCode: 1 });
      expect(endingOf(ledger.failed)?.how).toMatch(
        /^as .*(results\.jsonl|README\.md|\.svg) cannot be written: /,
      );
      expect(wholeFiles(folder)['results.jsonl']).toHaveLength(ledger.recorded.size);
    }
  });

  it('goes on with the runs that did not fit, once they do', () => {
    for (const bytes of [0, 500, 2000, 5000]) {
      const { recorded } = swept(fullAfter(bytes));
      const { runs, problems } = readResults(folder);
      expect(problems).toEqual([]);
      expect(runs.map(({ run }) => run)).toEqual([...recorded.keys()]);
      const next = new Ledger({ grid: smallGrid(), file: 'grid.json', plan, folder }, runs);
      for (const result of results.slice(runs.length)) next.add(result);
      expect(readResults(folder).runs).toHaveLength(3);
    }
  });
});
