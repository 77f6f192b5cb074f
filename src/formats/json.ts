/**
 * @file Reads JSON that a person may have written or saved: in UTF-8, with or without a byte-order mark, each key of
 * an object once. `JSON.parse` takes the last of two equal keys without a word, so that a setting would be lost.
 */
import { jsonPath } from './jsonPath.ts';

/** A text that cannot be used; the message is a sentence about what the reader was told it is. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/**
 * The text that a file's bytes are, without its byte-order mark.
 * @param what the file, as the subject of a sentence: "The file a.json", or "it"
 * @throws JsonError unless it is UTF-8
 */
export function decodeText(bytes: Uint8Array, what: string): string {
  if (isUtf16(bytes)) throw new JsonError(`${what} is text in UTF-16; save it as UTF-8.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new JsonError(`${what} is not text in UTF-8; save it as that.`);
  }
}

/**
 * The lines of a text that a crash may have torn, be it within a character: what is no UTF-8 becomes U+FFFD there.
 * @throws JsonError if it is text of another kind
 */
export function decodeLines(bytes: Uint8Array, what: string): string[] {
  if (isUtf16(bytes)) throw new JsonError(`${what} is text in UTF-16; save it as UTF-8.`);
  return new TextDecoder().decode(bytes).split('\n');
}

/** By its byte-order mark or, as JSON begins with ASCII, by every other byte being 0. */
function isUtf16([first = 1, second = 1, third = 1, fourth = 1]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const zeros = [first, second, third, fourth].map((byte) => Number(byte === 0)).join('');
  return zeros === '0101' || zeros === '1010';
}

/**
 * The value of a JSON text.
 * @param what the text, as the subject of a sentence
 * @throws JsonError if it is none, or an object in it has a key twice, naming the key and the lines
 */
export function parseJson(text: string, what: string): unknown {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new JsonError(`${what} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const repeated = repeatedKey(json);
  if (repeated === undefined) return value;
  const [first, second] = repeated.at.map((position) => lineOf(json, position));
  const where = first === second ? '' : `, in lines ${first} and ${second}`;
  throw new JsonError(`${what} has "${jsonPath(repeated.path)}" twice${where}; take one of them out.`);
}

/** An object or a list that is open at some place of a text, and where in it that place is. */
type Open =
  /** Positions of its keys so far; `key` is the newest, undefined where one must follow. */
  { kind: 'object'; keys: Map<string, number>; key: string | undefined } | { kind: 'list'; index: number };

interface RepeatedKey {
  path: (string | number)[];
  at: [first: number, second: number];
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** The first key of `json`, which is well-formed, that an object has twice. */
function repeatedKey(json: string): RepeatedKey | undefined {
  const open: Open[] = [];
  for (const { 0: text, index } of json.matchAll(token)) {
    const inner = open.at(-1);
    if (text === '{') open.push({ kind: 'object', keys: new Map(), key: undefined });
    else if (text === '[') open.push({ kind: 'list', index: 0 });
    else if (text === '}' || text === ']') open.pop();
    else if (inner?.kind === 'list') inner.index += text === ',' ? 1 : 0;
    else if (inner !== undefined && text === ',') inner.key = undefined;
    else if (inner !== undefined && inner.key === undefined) {
      inner.key = String(JSON.parse(text));
      const former = inner.keys.get(inner.key);
      if (former !== undefined) return { path: open.map(placeIn), at: [former, index] };
      inner.keys.set(inner.key, index);
    }
  }
  return undefined;
}

const placeIn = (open: Open): string | number => (open.kind === 'list' ? open.index : (open.key ?? ''));

const lineOf = (text: string, position: number): number => text.slice(0, position).split('\n').length;
