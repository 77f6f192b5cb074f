/** @file From a run's folder to the file that the page plays. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parseRecordedRun, recordedRunJson } from '../../protocol/recordedRun.ts';
import { UsageError } from '../command/failure.ts';
import { readRunFolder } from './runFolder.ts';
import { rounded, thinned } from './thinning.ts';

/**
 * @returns what was written, in a sentence
 * @throws {UsageError} when the folder holds no run that can be shown, or the file cannot be written
 */
export function recordRun(folder: string, file: string): string {
  const run = readRunFolder(folder);
  const text = recordedRunJson({ ...run, arms: rounded(thinned(run.arms)) });
  // What the page could not read is not written.
  const { arms } = parseRecordedRun(text);
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written: ${reason}.`);
  }
  const kilobytes = Math.ceil(gzipSync(text).length / 1000);
  const kept = arms[0]?.steps.length ?? 0;
  const all = run.arms[0]?.steps.length ?? 0;
  return `${file}: ${arms.length} arms, ${kept} of ${all} steps, ${kilobytes} kB gzipped.`;
}
