/** @file The recordings as a stage of the tests: every row of every report is one check. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { RunError, UsageError } from '../../src/cli/failure.ts';
import { backendNames, verifyFiles, type Verified } from '../../src/cli/verifyFiles.ts';
import { verifyTable } from '../../src/cli/verifyTable.ts';
import { noCounts, sum, type Counts } from './counts.ts';

const folder = 'fixtures/golden';

/** Verifies all recordings that the project ships, on all backends. */
export async function recordings(): Promise<Counts> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort();
  const files = names.map((name) => path.join(folder, name));
  try {
    const results = await verifyFiles(files, backendNames, (result) => console.log(verifyTable(result)));
    return countsOfReports(results);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof RunError)) throw error;
    console.error(error.message);
    return { ...noCounts, failed: 1 };
  }
}

/** A report that compared nothing is a failure of its own. */
export function countsOfReports(reports: readonly Pick<Verified, 'rows'>[]): Counts {
  return sum(
    reports.map(({ rows }) => {
      const failed = rows.filter((row) => row.verdict === 'fail').length;
      return rows.length === 0
        ? { ...noCounts, failed: 1 }
        : { ...noCounts, passed: rows.length - failed, failed };
    }),
  );
}
