/** @file From a run's folder to the file that the page plays. */
import { gzipSync } from 'node:zlib';
import { parseRecordedRun, recordedRunJson } from '../../protocol/recordedRun.ts';
import { thisDisk, type Disk } from '../disk/disk.ts';
import { writeWhole } from '../disk/wholeFile.ts';
import { readRunFolder } from './runFolder.ts';
import { rounded, thinned } from './thinning.ts';

/**
 * @returns what was written, in a sentence
 * @throws {UsageError} when the folder holds no run that can be shown
 * @throws {DiskError} when the file cannot be written; the former one is then as it was
 */
export function recordRun(folder: string, file: string, disk: Disk = thisDisk): string {
  const run = readRunFolder(folder);
  const text = recordedRunJson({ ...run, arms: rounded(thinned(run.arms)) });
  // What the page could not read is not written.
  const { arms } = parseRecordedRun(text);
  writeWhole(file, text, disk);
  const kilobytes = Math.ceil(gzipSync(text).length / 1000);
  const kept = arms[0]?.steps.length ?? 0;
  const all = run.arms[0]?.steps.length ?? 0;
  return `${file}: ${arms.length} arms, ${kept} of ${all} steps, ${kilobytes} kB gzipped.`;
}
