/** @file Fetching the files of a packed dataset, with errors that say which file, what happened and what to do. */
import { DatasetError } from './dataset.ts';
import type { ManifestFile } from './manifest.ts';

export interface FetchOptions {
  /** Called with the number of bytes of each piece that arrives. */
  onBytes?: (bytes: number) => void;
  signal?: AbortSignal;
}

const AGAIN = 'Reload the page; if it happens again, build the data anew with “npm run data -- --force”.';

/**
 * Fetches a JSON file.
 * @param what the dataset's title
 * @throws DatasetError if it is absent or no JSON
 */
export async function fetchJson(url: string, what: string, signal?: AbortSignal): Promise<unknown> {
  const response = await request(url, what, signal);
  // A development server answers a missing file with the page itself.
  if (!response.ok || isHtml(response))
    throw new DatasetError(
      `${what} is not there (${fileName(url)}: ${answer(response)}). Build it with “npm run data”, then reload the page.`,
    );
  try {
    return await response.json();
  } catch (error) {
    throw (
      aborted(signal) ?? new DatasetError(`${what}’s ${fileName(url)} is damaged. ${AGAIN}`, { cause: error })
    );
  }
}

/**
 * Fetches, checks and decompresses one file.
 * @param what names it for the person, such as “Shard 3 of 18 of Emoji-32”
 * @param unpackedBytes the length it must have once decompressed
 * @throws DatasetError if it is missing, cut short or altered
 */
export async function fetchPacked(
  baseUrl: string,
  file: ManifestFile,
  unpackedBytes: number,
  what: string,
  options: FetchOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal } = options;
  const response = await request(new URL(file.path, baseUrl).href, what, signal);
  if (!response.ok || isHtml(response))
    throw new DatasetError(`${what} is missing (${file.path}: ${answer(response)}). ${AGAIN}`);
  const bytes = await readBody(response, file, what, options);
  if (!(await hashMatches(bytes, file.sha256)))
    throw new DatasetError(
      `${what} is not what it should be: ${file.path} does not match its hash. ${AGAIN}`,
    );
  const unpacked = await gunzip(bytes).catch((error: unknown) => {
    throw new DatasetError(`${what} is damaged: ${file.path} cannot be decompressed. ${AGAIN}`, {
      cause: error,
    });
  });
  if (unpacked.byteLength !== unpackedBytes)
    throw new DatasetError(
      `${what} is not what it should be: ${file.path} holds ${unpacked.byteLength} bytes, not ${unpackedBytes}. ${AGAIN}`,
    );
  return unpacked;
}

async function request(url: string, what: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    throw (
      aborted(signal) ??
      new DatasetError(`${what} could not be fetched. Check the connection, then reload the page.`, {
        cause: error,
      })
    );
  }
}

async function readBody(
  response: Response,
  file: ManifestFile,
  what: string,
  { onBytes, signal }: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.bytes);
  let length = 0;
  try {
    const reader = response.body?.getReader();
    for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
      if (length + piece.value.byteLength <= file.bytes) bytes.set(piece.value, length);
      length += piece.value.byteLength;
      onBytes?.(piece.value.byteLength);
    }
  } catch (error) {
    // A connection that closes early; what has arrived so far tells the rest.
    throw aborted(signal) ?? cutShort(what, length, file.bytes, error);
  }
  if (length < file.bytes) throw cutShort(what, length, file.bytes);
  if (length > file.bytes)
    throw new DatasetError(`${what} is not what it should be: ${length} bytes, not ${file.bytes}. ${AGAIN}`);
  return bytes;
}

function cutShort(what: string, arrived: number, expected: number, cause?: unknown): DatasetError {
  return new DatasetError(`${what} was cut short: ${arrived} of ${expected} bytes arrived. ${AGAIN}`, {
    cause,
  });
}

/** Where the page is not a secure context there is no digest; gzip's own checksum then has the last word. */
async function hashMatches(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (subtle === undefined) return true;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The reason of an abort, which is no fault of the data and must reach the caller as it is. */
function aborted(signal: AbortSignal | undefined): Error | undefined {
  if (signal?.aborted !== true) return undefined;
  return signal.reason instanceof Error
    ? signal.reason
    : new DOMException('Loading was stopped.', 'AbortError');
}

const isHtml = (response: Response): boolean =>
  response.headers.get('Content-Type')?.startsWith('text/html') === true;

const answer = (response: Response): string =>
  response.ok ? 'a web page came instead' : `${response.status}`;

const fileName = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
