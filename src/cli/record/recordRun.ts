/** @file From a run's folder to the files that the page plays. */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseRecordedRun, recordedRunJson } from '../../protocol/recordedRun.ts';
import { readScenes, type SceneFiles } from '../../protocol/recordedScenes.ts';
import { thisDisk, type Disk } from '../disk/disk.ts';
import { stageWhole, type StagedFile } from '../disk/wholeFile.ts';
import { packScenes } from './packScenes.ts';
import { readRunFolder } from './runFolder.ts';
import { chosenScenes } from './sceneChoice.ts';
import type { SceneLog } from './sceneLog.ts';
import { rounded, thinned } from './thinning.ts';

/** Moments of the gallery that a recording has, if it can. */
const MOST_MOMENTS = 20;

/** What a visitor fetches of a recorded run, gzipped, bytes. */
export const mostBytes = 300_000;

/**
 * @returns what was written, in a sentence
 * @throws {UsageError} when the folder holds no run that can be shown
 * @throws {DiskError} when a file cannot be written; the former ones are then as they were
 */
export async function recordRun(folder: string, file: string, disk: Disk = thisDisk): Promise<string> {
  const { log, ...run } = readRunFolder(folder);
  const names = namesBeside(file);
  const curves = { ...run, arms: rounded(thinned(run.arms)) };
  const text = recordedRunJson(log === undefined ? curves : { ...curves, scenes: names });
  // What the page could not read is not written.
  const { arms } = parseRecordedRun(text);
  const scenes = log && (await fitting(log, run.began, mostBytes - gzipped(text)));
  if (scenes !== undefined) await readScenes(scenes.files, run.began);
  const contents: [string, string | Uint8Array][] = [[path.basename(file), text]];
  if (scenes !== undefined)
    contents.push(
      [names.data, scenes.files.data],
      [names.images, scenes.files.images],
      [names.views, scenes.files.views],
    );
  writeTogether(path.dirname(file), contents, disk);
  const kilobytes = Math.ceil(contents.reduce((sum, [, content]) => sum + gzipped(content), 0) / 1000);
  const kept = arms[0]?.steps.length ?? 0;
  const all = run.arms[0]?.steps.length ?? 0;
  const shown = scenes === undefined ? '' : `${scenes.shows}, `;
  return `${file}: ${arms.length} arms, ${kept} of ${all} steps, ${shown}${kilobytes} kB gzipped.`;
}

/** `contrast.json` → `contrast.scenes.json` and the like. */
function namesBeside(file: string) {
  const { name } = path.parse(file);
  return { data: `${name}.scenes.json`, images: `${name}.images.png`, views: `${name}.views.png` };
}

/** As many moments as fit into so many bytes. */
async function fitting(
  log: SceneLog,
  began: string,
  most: number,
): Promise<{ files: SceneFiles; shows: string }> {
  for (let moments = MOST_MOMENTS; ; moments -= 1) {
    const chosen = chosenScenes(log, moments);
    const files = await packScenes(chosen, began);
    const bytes = [files.data, files.images, files.views].reduce((sum, content) => sum + gzipped(content), 0);
    if (bytes > most && moments > 2) continue;
    const [arm] = chosen.arms;
    const shows = `${arm?.galleries.length ?? 0} galleries and ${arm?.inspections.length ?? 0} pairs of each`;
    return { files, shows };
  }
}

const gzipped = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

/** Nothing changes until all is written. */
function writeTogether(folder: string, contents: readonly [string, string | Uint8Array][], disk: Disk): void {
  const staged: StagedFile[] = [];
  try {
    for (const [name, content] of contents) staged.push(stageWhole(path.join(folder, name), content, disk));
    for (const { replace } of staged) replace();
  } catch (error) {
    for (const { discard } of staged) discard();
    throw error;
  }
}
