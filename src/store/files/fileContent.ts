/** @file What a chosen file is, told from its size and its first bytes, and then its content. */
import { foreignFile, startBytes } from '../../formats/foreignFile.ts';
import { decodeText, parseJson } from '../../formats/json.ts';
import { maximumFileBytes, opensHeader, readHeaderLength } from '../../formats/safetensorsPrefix.ts';

/** Settings as the value of their JSON, or networks for the worker to read. */
export type FileContent = { kind: 'settings'; settings: unknown } | { kind: 'networks'; bytes: ArrayBuffer };

/** A file that cannot be used. The message goes on where “NAME was not opened: ” ends. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** A whole configuration has two kilobytes. */
const MAX_SETTINGS_BYTES = 1e6;

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

function requireAtMost({ size }: File, limit: number, what: string): void {
  if (size > limit)
    throw new FileError(
      `it has ${Math.ceil(size / 1e6)} MB; ${what} is read from at most ${Math.round(limit / 1e6)} MB.`,
    );
}

async function read(part: Blob): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer();
  } catch {
    throw new FileError('it could not be read; it may be a folder, or have moved, so choose it again.');
  }
}
