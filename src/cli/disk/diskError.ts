/** @file A file that could not be written, told in a sentence. */
import { CommandEnding } from '../command/ending.ts';
import { RunError } from '../command/failure.ts';
import { reasonOf } from '../command/systemError.ts';

/** The message names the file. */
export class DiskError extends RunError {
  override readonly name = 'DiskError';

  constructor(file: string, cause: unknown) {
    super(`${file} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
}

/** @throws {DiskError} for whatever `work` throws */
export function onDisk<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DiskError(file, error);
  }
}

/** A disk that takes no more ends what has to be kept on it. */
export const endingByDisk = ({ message, exitCode }: DiskError): CommandEnding =>
  new CommandEnding(`as ${message.replace(/\.$/, '')}`, exitCode);
