/** @file Files that are there as a whole or not at all: written beside their place, then renamed into it. */
import { realpathSync, rmSync, statSync } from 'node:fs';
import { DiskError, onDisk } from './diskError.ts';
import { thisDisk, writeAll, type Disk } from './disk.ts';

/** Written, and not yet in its place. */
export interface StagedFile {
  /** @throws {DiskError} where its place cannot be taken */
  replace: () => void;
  discard: () => void;
}

/**
 * Replaces the file at `file`, or makes it.
 * @throws {DiskError} where that cannot be; the former file is then as it was
 */
export function writeWhole(file: string, text: string, disk: Disk = thisDisk): void {
  const staged = stageWhole(file, text, disk);
  try {
    staged.replace();
  } catch (error) {
    staged.discard();
    throw error;
  }
}

/**
 * Writes beside `file`: of several that change together nothing changes until all are written.
 * @throws {DiskError} where it cannot be written
 */
export function stageWhole(file: string, content: string | Uint8Array, disk: Disk = thisDisk): StagedFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const place = onDisk(file, () => placeOf(file));
  if (place === undefined)
    return { replace: () => onDisk(file, () => write(file, bytes, disk)), discard: () => undefined };
  const part = partOf(place);
  const discard = () => disk.remove(part);
  try {
    write(part, bytes, disk, true);
  } catch (error) {
    discard();
    throw new DiskError(file, error);
  }
  return { replace: () => onDisk(file, () => disk.rename(part, place)), discard };
}

/**
 * Replaces a file by what someone else writes, which takes a while.
 *
 * @param fill writes a file at the path that it is given
 * @throws {DiskError} where it cannot be written; the former file is then as it was
 */
export async function fillWhole(
  file: string,
  fill: (part: string) => Promise<void>,
  disk: Disk = thisDisk,
): Promise<void> {
  const place = onDisk(file, () => placeOf(file)) ?? file;
  const part = partOf(place);
  const discard = () => rmSync(part, { force: true });
  // Who leaves at once leaves nothing half done.
  process.once('exit', discard);
  try {
    await fill(part);
    disk.rename(part, place);
  } catch (error) {
    discard();
    throw new DiskError(file, error);
  } finally {
    process.off('exit', discard);
  }
}

/** Commands that write the same file do not write into one another's. */
const partOf = (place: string): string => `${place}.${process.pid}.part`;

/** Where a link leads to; undefined for what cannot be replaced by a file: a device, a pipe. */
function placeOf(file: string): string | undefined {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) return file;
  return there.isFile() ? realpathSync(file) : undefined;
}

/** @param settled whether the disk has it all before it counts as written; a device has no such thing */
function write(file: string, bytes: Uint8Array, disk: Disk, settled = false): void {
  const handle = disk.open(file, 'w');
  try {
    writeAll(disk, handle, bytes);
    if (settled) disk.settle(handle);
  } finally {
    disk.close(handle);
  }
}
