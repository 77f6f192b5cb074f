/** @file The door to the disk for all that the commands write. Tests put a disk behind it that is full or fails. */
import {
  closeSync,
  fsyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

export interface Disk {
  makeFolder: (folder: string) => void;
  /** `w` begins anew, `a` goes on at the end; both make the file where it is absent. */
  open: (file: string, how: 'w' | 'a') => number;
  /** Writes what fits of `bytes` and returns how many those were. */
  write: (handle: number, bytes: Uint8Array) => number;
  /** Bytes of an open file. */
  sizeOf: (handle: number) => number;
  /** Leaves the first so many bytes of an open file. */
  cut: (handle: number, bytes: number) => void;
  /** Waits until the disk itself has what was written. */
  settle: (handle: number) => void;
  close: (handle: number) => void;
  rename: (from: string, to: string) => void;
  /** Nothing where there is no such file. */
  remove: (file: string) => void;
}

export const thisDisk: Disk = {
  makeFolder: (folder) => mkdirSync(folder, { recursive: true }),
  open: openSync,
  write: (handle, bytes) => writeSync(handle, bytes),
  sizeOf: (handle) => fstatSync(handle).size,
  cut: ftruncateSync,
  settle: fsyncSync,
  close: closeSync,
  rename: renameSync,
  remove: (file) => rmSync(file, { force: true }),
};

/** Writes all of `bytes`, in as many goes as it takes. @throws what the disk says where they do not fit */
export function writeAll(disk: Disk, handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += disk.write(handle, bytes.subarray(done));
}
