/** @file The recordings as a stage of the tests: every row of every report is one check. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { RunError, UsageError } from '../../src/cli/command/failure.ts';
import {
  backendNames,
  isVerified,
  meansInWords,
  verifyFiles,
  type Means,
  type Verification,
  type Verified,
} from '../../src/cli/verify/verifyFiles.ts';
import type { HostName } from '../../src/cli/verify/verifyHost.ts';
import { verifyTable } from '../../src/cli/verify/verifyTable.ts';
import type { BackendName } from '../../src/protocol/device.ts';
import { conclusion, errorFigure } from '../../src/protocol/verificationReport.ts';
import { noCounts, sum, type Counts } from './counts.ts';
import type { Say } from './runners.ts';

/** Of the released code, and of our twin of it in PyTorch. */
const folders = ['fixtures/golden', 'fixtures/twin'];

const ours: readonly Means[] = backendNames.map((backend) => ({ backend, portable: false }));

/** With our kernels off, WebGPU takes minutes on a software adapter, and plain JavaScript has none anyway. */
const portable: readonly Means[] = [{ backend: 'wasm', portable: true }];

/**
 * Verifies all recordings that the project ships, on every backend: a line each, and a table where one fails.
 *
 * @param full also without our kernels, each of which other tests hold to the ops that would then run
 */
export async function recordings(say: Say, full: boolean): Promise<Counts> {
  return verified(await allRecordings(), full ? [...ours, ...portable] : ours, say);
}

/** The same in Firefox, whose WASM and WebGPU are others than Chromium's. */
export const recordingsInFirefox = async (say: Say, backends: readonly BackendName[]): Promise<Counts> =>
  verified(
    await allRecordings(),
    backends.map((backend) => ({ backend, portable: false })),
    say,
    'firefox',
  );

/** Verifies one of each backbone, by the quickest means. */
export const quickRecordings = (say: Say): Promise<Counts> =>
  verified(
    ['dino-vit', 'dino-resnet-bn'].map((stem) => `fixtures/golden/${stem}.safetensors`),
    [{ backend: 'wasm', portable: false }],
    say,
  );

async function verified(
  files: readonly string[],
  means: readonly Means[],
  say: Say,
  host: HostName = 'chromium',
): Promise<Counts> {
  const tell = (result: Verification) => say(`${isVerified(result) ? inShort(result) : result.problem}\n`);
  try {
    const results = await verifyFiles(files, means, tell, { host });
    return sum(
      results.map((result) => (isVerified(result) ? countsOfReport(result) : failure(result.problem))),
    );
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof RunError)) throw error;
    say(`${error.message}\n`);
    return failure(error.message);
  }
}

const failure = (what: string): Counts => ({ ...noCounts, failed: 1, failures: [what] });

function inShort(result: Verified): string {
  const { file, seconds, rows } = result;
  return rows.every((row) => row.verdict === 'pass')
    ? `${file} on ${meansInWords(result)}, ${seconds.toFixed(1)} s: ${conclusion(rows)}`
    : verifyTable(result);
}

const allRecordings = async (): Promise<string[]> => (await Promise.all(folders.map(recordingsIn))).flat();

async function recordingsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort();
  return names.map((name) => path.join(folder, name));
}

/** Every row is a check. A report that compared nothing is a failure of its own. */
export function countsOfReport({ file, rows, ...means }: Means & Pick<Verified, 'file' | 'rows'>): Counts {
  const what = `${file} on ${meansInWords(means)}`;
  if (rows.length === 0) return failure(`${what} compared nothing`);
  const failed = rows.filter((row) => row.verdict === 'fail');
  return {
    ...noCounts,
    passed: rows.length - failed.length,
    failed: failed.length,
    failures: failed.map(
      ({ quantity, error, tolerance }) =>
        `${what} › ${quantity}: error ${errorFigure(error)}, at most ${errorFigure(tolerance)}`,
    ),
  };
}
