/** @file Files of one JSON value a line, which grow as a command goes on and are whole lines at any time. */
import { readFileSync } from 'node:fs';
import { onDisk } from './diskError.ts';
import { thisDisk, writeAll, type Disk } from './disk.ts';

export class LinesFile {
  private constructor(
    private readonly file: string,
    private readonly disk: Disk,
    private readonly handle: number,
  ) {}

  /** An empty one, in place of what was there. @throws {DiskError} where it cannot be written */
  static begin(file: string, disk = thisDisk): LinesFile {
    return onDisk(file, () => new LinesFile(file, disk, disk.open(file, 'w')));
  }

  /**
   * Goes on with the one that is there. A last line that was cut off, by a crash or a full disk, is completed where
   * only its end is missing and taken away where it says nothing.
   *
   * @throws {DiskError} where it cannot be written
   */
  static goOn(file: string, disk = thisDisk): LinesFile {
    return onDisk(file, () => {
      const handle = disk.open(file, 'a');
      const content = readFileSync(file);
      const whole = content.lastIndexOf('\n') + 1;
      if (whole < content.length) {
        if (isJson(content.toString('utf8', whole))) writeAll(disk, handle, Buffer.from('\n'));
        else disk.cut(handle, whole);
      }
      return new LinesFile(file, disk, handle);
    });
  }

  /**
   * Adds whole lines, each with its newline.
   * @throws {DiskError} where they do not fit; of those that did not, nothing is left
   */
  add(lines: string): void {
    onDisk(this.file, () => {
      const bytes = new TextEncoder().encode(lines);
      let done = 0;
      try {
        while (done < bytes.length) done += this.disk.write(this.handle, bytes.subarray(done));
      } catch (error) {
        this.cutOff(done - (bytes.subarray(0, done).lastIndexOf(newline) + 1));
        throw error;
      }
    });
  }

  /** @throws {DiskError} where the disk cannot keep what it took */
  close(): void {
    onDisk(this.file, () => this.disk.close(this.handle));
  }

  /** Takes away the last bytes. Others may have added theirs meanwhile, in front of them. */
  private cutOff(bytes: number): void {
    if (bytes > 0) this.disk.cut(this.handle, this.disk.sizeOf(this.handle) - bytes);
  }
}

const newline = '\n'.charCodeAt(0);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
