/** @file Reading a text file that the person named. */
import { readFileSync } from 'node:fs';
import { decodeLines, decodeText, JsonError, parseJson } from '../../formats/json.ts';
import { UsageError } from './failure.ts';

/**
 * @param what the file is to the person: "file", "grid"
 * @throws {UsageError} when it is missing, cannot be read or is no text
 */
export function readText(what: string, file: string): string {
  return asUsage(() => decodeText(bytesOf(what, file), `The ${what} ${file}`));
}

/** Lines of a file of ours, torn or not. @throws {UsageError} when it is missing, cannot be read or is no text */
export const readLines = (what: string, file: string): string[] =>
  asUsage(() => decodeLines(bytesOf(what, file), `The ${what} ${file}`));

/** The value of a JSON file. @throws {UsageError} when it has none, or names one thing twice */
export function readJson(what: string, file: string): unknown {
  return jsonOf(readText(what, file), `The ${what} ${file}`);
}

/** The value of a JSON text that a file holds. @throws {UsageError} when it has none, or names one thing twice */
export const jsonOf = (text: string, what: string): unknown => asUsage(() => parseJson(text, what));

function bytesOf(what: string, file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(
      missing ? `There is no ${what} ${file}.` : `The ${what} ${file} cannot be read: ${String(error)}.`,
    );
  }
}

function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonError) throw new UsageError(error.message);
    throw error;
  }
}
