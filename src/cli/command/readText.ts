/** @file Reading a text file that the person named. */
import { readFileSync } from 'node:fs';
import { UsageError } from './failure.ts';

/**
 * @param what the file is to the person: "file", "grid"
 * @throws {UsageError} when it is missing or cannot be read
 */
export function readText(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(
      missing ? `There is no ${what} ${file}.` : `The ${what} ${file} cannot be read: ${String(error)}.`,
    );
  }
}
