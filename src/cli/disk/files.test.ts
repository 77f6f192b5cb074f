import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.ts';
import { DiskError } from './diskError.ts';
import { LinesFile } from './linesFile.ts';
import { countingDisk, failingAt, fullAfter, systemError, wholeFiles } from './testing.ts';
import { fillWhole, stageWhole, writeWhole } from './wholeFile.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-disk-'));
  file = path.join(folder, 'file.txt');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const content = () => readFileSync(file, 'utf8');

describe('a file that is written as a whole', () => {
  it('is there, and nothing beside it', () => {
    writeWhole(file, 'τ and more');
    expect(wholeFiles(folder)).toEqual({ 'file.txt': 'τ and more' });
  });

  it('is the former one where any call to the disk fails', () => {
    const counted = countingDisk();
    writeWhole(file, 'former', counted.disk);
    expect(counted.calls()).toBe(5);
    for (let place = 0; place < counted.calls(); place += 1) {
      expect(() => writeWhole(file, 'new', failingAt(place, 'ENOSPC'))).toThrow(
        `${file} cannot be written: the disk is full.`,
      );
      expect(wholeFiles(folder)).toEqual({ 'file.txt': 'former' });
    }
  });

  it('is the former one where the disk is full after some bytes', () => {
    writeWhole(file, 'former');
    for (let bytes = 0; bytes < 3; bytes += 1)
      expect(() => writeWhole(file, 'new', fullAfter(bytes))).toThrow(DiskError);
    expect(wholeFiles(folder)).toEqual({ 'file.txt': 'former' });
    writeWhole(file, 'new', fullAfter(3));
    expect(content()).toBe('new');
  });

  it('changes with others', () => {
    writeWhole(file, 'former');
    const staged = stageWhole(file, 'new');
    expect(content()).toBe('former');
    staged.replace();
    expect(content()).toBe('new');
    stageWhole(file, 'newer').discard();
    expect(wholeFiles(folder)).toEqual({ 'file.txt': 'new' });
  });

  it('is where a link leads to', () => {
    const target = path.join(folder, 'target.txt');
    writeFileSync(target, 'former');
    symlinkSync(target, file);
    writeWhole(file, 'new');
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
  });

  it('says what is in its way', () => {
    expect(() => writeWhole(folder, 'text')).toThrow(`${folder} cannot be written: it is a folder.`);
    const below = path.join(folder, 'none', 'file.txt');
    expect(() => writeWhole(below, 'text')).toThrow(`${below} cannot be written: its folder is not there.`);
  });

  it.skipIf(process.platform !== 'linux')('leaves a device a device', () => {
    expect(() => writeWhole('/dev/full', 'text')).toThrow('/dev/full cannot be written: the disk is full.');
    writeWhole('/dev/null', 'text');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('may be filled by someone else, who may fail', async () => {
    writeFileSync(file, 'former');
    const full = fillWhole(file, (part) => {
      writeFileSync(part, 'ne');
      return Promise.reject(new Error("copying: ENOSPC: no space left on device, copyfile '/a' -> '/b'"));
    });
    await expect(full).rejects.toThrow(`${file} cannot be written: the disk is full.`);
    const stuck = fillWhole(file, (part) => writeFile(part, 'new'), failingAt(0, 'EACCES'));
    await expect(stuck).rejects.toThrow(`${file} cannot be written: it may not be written to.`);
    expect(wholeFiles(folder)).toEqual({ 'file.txt': 'former' });
    await fillWhole(file, (part) => writeFile(part, 'new'));
    expect(wholeFiles(folder)).toEqual({ 'file.txt': 'new' });
  });
});

describe('a file of lines', () => {
  const beginning = (name: string, disk?: Disk) => LinesFile.begin(name, disk);
  const goingOn = (name: string, disk?: Disk) => LinesFile.goOn(name, disk);
  const lines = ['{"a":"τ"}\n', '{"b":1}\n{"c":2}\n'];
  const whole = ['', '{"a":"τ"}\n', '{"a":"τ"}\n{"b":1}\n', '{"a":"τ"}\n{"b":1}\n{"c":2}\n'];

  it.each([beginning, goingOn])('has whole lines, however much fits', (open) => {
    const { length } = Buffer.from(lines.join(''));
    for (let bytes = 0; bytes <= length; bytes += 1) {
      rmSync(file, { force: true });
      const opened = open(file, fullAfter(bytes));
      const write = () => {
        for (const text of lines) opened.add(text);
      };
      if (bytes < length) expect(write).toThrow(`${file} cannot be written: the disk is full.`);
      else write();
      opened.close();
      expect(content()).toBe(whole.findLast((text) => Buffer.from(text).length <= bytes));
    }
  });

  it('begins anew, or goes on', () => {
    for (const [open, left] of [
      [goingOn, '1\n2\n'],
      [beginning, '2\n'],
    ] as const) {
      writeFileSync(file, '1\n');
      const opened = open(file);
      opened.add('2\n');
      opened.close();
      expect(content()).toBe(left);
    }
  });

  it.each([
    ['{"a":1}\n{"b":"τ', '{"a":1}\n{"c":2}\n'],
    ['{"a":1}\n{"b":2}', '{"a":1}\n{"b":2}\n{"c":2}\n'],
    ['{"a', '{"c":2}\n'],
    ['', '{"c":2}\n'],
  ])('goes on after %j', (before, after) => {
    const bytes = Buffer.from(before);
    // In the middle of a letter, where the last one has a middle.
    writeFileSync(file, before.endsWith('τ') ? bytes.subarray(0, -1) : bytes);
    const opened = LinesFile.goOn(file);
    opened.add('{"c":2}\n');
    opened.close();
    expect(content()).toBe(after);
  });

  it('keeps what another command adds meanwhile', () => {
    const one = LinesFile.goOn(file, fullAfter(3));
    LinesFile.goOn(file).add('{"other":1}\n');
    expect(() => one.add('{"own":1}\n')).toThrow(DiskError);
    expect(content()).toBe('{"other":1}\n');
  });

  it('cannot always be opened or closed', () => {
    expect(() => LinesFile.begin(file, failingAt(0, 'EROFS'))).toThrow(
      `${file} cannot be written: the disk is read-only.`,
    );
    expect(() => beginning(file, failingAt(1, 'EIO')).close()).toThrow(DiskError);
    expect(readdirSync(folder)).toEqual(['file.txt']);
  });

  it('says what it cannot put into words as it was told', () => {
    expect(new DiskError('a.txt', systemError('EWEIRD')).message).toBe(
      'a.txt cannot be written: EWEIRD: it says so, and more.',
    );
  });
});
