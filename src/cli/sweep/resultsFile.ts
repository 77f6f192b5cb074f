/** @file `results.jsonl`: one line a run, appended when the run ends, so that a crash loses no finished one. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { JsonError, parseJson } from '../../formats/json.ts';
import { UsageError } from '../command/failure.ts';
import { readLines } from '../command/readText.ts';
import { reasonOf } from '../command/systemError.ts';
import { thisDisk, type Disk } from '../disk/disk.ts';
import { DiskError } from '../disk/diskError.ts';
import { LinesFile } from '../disk/linesFile.ts';
import { resultSchema, type RunResult } from './result.ts';
import { armKey, runKey } from './runKey.ts';

export const resultsFileName = 'results.jsonl';

/** A recorded run with the keys it is found by. */
export interface Recorded {
  result: RunResult;
  arm: string;
  run: string;
}

export interface RecordedRuns {
  /** One for each run; of a run that was tried again, the last. */
  runs: readonly Recorded[];
  /** One sentence on each line that holds no result. */
  problems: readonly string[];
}

/** The runs recorded in `folder`; none where there is no file yet. */
export function readResults(folder: string): RecordedRuns {
  const file = path.join(folder, resultsFileName);
  if (!existsSync(file)) return { runs: [], problems: [] };
  const runs = new Map<string, Recorded>();
  const problems: string[] = [];
  readLines('file', file).forEach((line, index) => {
    if (line.trim() === '') return;
    const recorded = recordedIn(line, `Line ${index + 1} of ${file}`);
    if (typeof recorded === 'string') problems.push(`${recorded} It is passed over.`);
    else runs.set(recorded.run, recorded);
  });
  return { runs: [...runs.values()], problems };
}

/** The result of a line, or a sentence on why it has none: it was cut off by a crash, or is none of ours. */
function recordedIn(line: string, what: string): Recorded | string {
  let value: unknown;
  try {
    value = parseJson(line, what);
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
  const parsed = resultSchema.safeParse(value);
  return parsed.success ? recordedOf(parsed.data) : `${what} holds no result.`;
}

export function recordedOf(result: RunResult): Recorded {
  const arm = armKey(result.config, result.steps ?? undefined);
  return { result, arm, run: runKey(arm, result.seed) };
}

/**
 * Makes `folder` ready to be written to.
 *
 * @returns appends one result, on a line of its own also where a crash cut the last one off; throws a
 *   {@link DiskError} where it does not fit, and leaves nothing of it
 * @throws {UsageError} when the folder cannot be written to
 */
export function resultsWriter(folder: string, disk: Disk = thisDisk): (result: RunResult) => void {
  try {
    disk.makeFolder(folder);
    const file = LinesFile.goOn(path.join(folder, resultsFileName), disk);
    return (result) => {
      file.add(`${JSON.stringify(result)}\n`);
    };
  } catch (error) {
    const cause = error instanceof DiskError ? error.cause : error;
    throw new UsageError(`The folder ${folder} cannot be written to: ${reasonOf(cause)}.`);
  }
}
