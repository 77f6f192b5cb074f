/** @file Files that a command is to read must be there before anything slow begins. */
import { accessSync, constants, statSync } from 'node:fs';
import { UsageError } from './failure.ts';

/** @throws {UsageError} when there is no such file, or it may not be read */
export function requireFile(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new UsageError(`There is no file ${file} that can be read.`);
  }
  if (!statSync(file).isFile()) throw new UsageError(`${file} is not a file.`);
}
