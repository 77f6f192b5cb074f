/** @file What a chosen file is, told from its size and its first bytes, and then its content. */
import { foreignFile, startBytes } from '../../formats/foreignFile.ts';
import { decodeText, parseJson } from '../../formats/json.ts';
import { maximumFileBytes, opensHeader, readHeaderLength } from '../../formats/safetensorsPrefix.ts';

/** Settings as the value of their JSON, networks for the worker to read, or the text of a lesson. */
export type FileContent =
  | { kind: 'settings'; settings: unknown }
  | { kind: 'networks'; bytes: ArrayBuffer }
  | { kind: 'lesson'; text: string };

/** A file that cannot be used. The message goes on where “NAME was not opened: ” ends. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** A whole configuration has two kilobytes. */
const MAX_SETTINGS_BYTES = 1e6;

/** A lesson of ours has six. */
const MAX_LESSON_BYTES = 2e5;

/**
 * Reads a file, unless its size or its first bytes say that it is nothing to be opened.
 * @throws FileError | SafetensorsError | JsonError
 */
export async function readContent(file: File): Promise<FileContent> {
  if (file.size === 0) throw new FileError('it is empty.');
  const start = new Uint8Array(await read(file.slice(0, startBytes)));
  if (beginsJson(start)) {
    requireAtMost(file, MAX_SETTINGS_BYTES, 'a configuration');
    const text = decodeText(new Uint8Array(await read(file)), 'it');
    return { kind: 'settings', settings: parseJson(text, 'it') };
  }
  if (beginsLesson(file.name, start)) {
    requireAtMost(file, MAX_LESSON_BYTES, 'a lesson');
    return { kind: 'lesson', text: decodeText(new Uint8Array(await read(file)), 'it') };
  }
  if (!opensHeader(start))
    throw new FileError(foreignFile(start) ?? 'it is neither safetensors, whose byte 8 is “{”, nor JSON.');
  readHeaderLength(start, file.size);
  requireAtMost(file, maximumFileBytes, 'a run');
  return { kind: 'networks', bytes: await read(file) };
}

/** The length that safetensors begin with has a byte 0 in any file of this world; text has none. */
function beginsJson(start: Uint8Array): boolean {
  const text = new TextDecoder().decode(start.subarray(0, 8));
  return /^\s*([{["]|$)/.test(text) && !text.includes('\0');
}

/** What is said of a lesson stands between two lines of hyphens; a Markdown file without them is told what it lacks. */
function beginsLesson(name: string, start: Uint8Array): boolean {
  const text = new TextDecoder().decode(start.subarray(0, 8));
  return /^---[ \t]*[\r\n]/.test(text) || (/\.(?:md|markdown)$/i.test(name) && !text.includes('\0'));
}

function requireAtMost({ size }: File, limit: number, what: string): void {
  const inWords = (bytes: number, round: (value: number) => number) =>
    limit < 1e6 ? `${round(bytes / 1e3)} kB` : `${round(bytes / 1e6)} MB`;
  if (size > limit)
    throw new FileError(
      `it has ${inWords(size, Math.ceil)}; ${what} is read from at most ${inWords(limit, Math.round)}.`,
    );
}

async function read(part: Blob): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer();
  } catch {
    throw new FileError('it could not be read; it may be a folder, or have moved, so choose it again.');
  }
}
