/** @file Disks that take no more, for the tests of all that is written. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { thisDisk, type Disk } from './disk.ts';

/** What the system throws. */
export const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: it says so, and more`), { code, errno: -1, syscall: 'any' });

/** A disk of which every call is told to `watch` first, which may throw. */
function watched(watch: () => void): Disk {
  const around =
    <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
    (...given: Given): Result => {
      watch();
      return work(...given);
    };
  return {
    makeFolder: around(thisDisk.makeFolder),
    open: around(thisDisk.open),
    write: around(thisDisk.write),
    sizeOf: around(thisDisk.sizeOf),
    cut: around(thisDisk.cut),
    settle: around(thisDisk.settle),
    close: around(thisDisk.close),
    rename: around(thisDisk.rename),
    remove: around(thisDisk.remove),
  };
}

/** A disk that does as it is told, and how often it was. */
export function countingDisk(): { disk: Disk; calls: () => number } {
  let calls = 0;
  return { disk: watched(() => (calls += 1)), calls: () => calls };
}

/** One of whose calls all but this succeed: the first is 0. */
export function failingAt(place: number, code: string): Disk {
  let calls = 0;
  return watched(() => {
    calls += 1;
    if (calls - 1 === place) throw systemError(code);
  });
}

/** A disk that is full after so many bytes, be it in the middle of a line or of a letter. */
export function fullAfter(bytes: number): Disk {
  let left = bytes;
  return {
    ...thisDisk,
    write: (handle, content) => {
      if (left === 0) throw systemError('ENOSPC');
      const fits = content.subarray(0, left);
      left -= fits.length;
      return thisDisk.write(handle, fits);
    },
  };
}

/** Every file of a folder, read as what its name says it is. @throws where one is not whole, or half of one is left */
export function wholeFiles(folder: string): Record<string, unknown> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      if (name.endsWith('.part')) throw new Error(`${name} is left.`);
      if (name.endsWith('.jsonl')) return [name, wholeLines(name, text)];
      return [name, name.endsWith('.json') ? (JSON.parse(text) as unknown) : text];
    }),
  );
}

function wholeLines(name: string, text: string): unknown[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error(`The last line of ${name} is cut off.`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}
