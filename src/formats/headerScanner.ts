/**
 * @file Reads the JSON of a safetensors header, and nothing else that JSON could be: one object whose values
 * are tensor entries or, under `__metadata__`, texts. Sizes and offsets are plain non-negative integers, a key may
 * stand once, texts are well-formed Unicode. `JSON.parse` promises none of that. What else an entry says is passed
 * over, as by the reference library.
 */
import { reject } from './safetensorsError.ts';

/** A tensor as the header describes it; not yet checked against the file. */
export interface HeaderEntry {
  dtype: string;
  shape: number[];
  /** [begin, end) within the data, bytes. */
  offsets: [number, number];
}

export interface Header {
  metadata: Map<string, string>;
  entries: Map<string, HeaderEntry>;
}

/** Quotes a name for a message; a hostile one is cut. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
}

/** Space, tab, line feed, carriage return. */
const jsonSpaces = [0x20, 0x09, 0x0a, 0x0d];

/** Brackets within brackets that the reference library reads, those of the header and the entry left out. */
const DEEPEST = 125;

/** What a value is that is no text, list or object. */
const plainValue = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/y;

class Scanner {
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  fail(expected: string): never {
    const found = this.text[this.position];
    const what = found === undefined ? 'the header ends' : `there is ${quote(found)}`;
    return reject(`Bad header at character ${this.position}: ${expected} was expected, but ${what}.`);
  }

  skipSpace(): void {
    while (jsonSpaces.includes(this.text.charCodeAt(this.position))) this.position++;
  }

  /** Takes `symbol` if it is next. */
  take(symbol: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== symbol) return false;
    this.position++;
    return true;
  }

  /** Takes the word `null` if it is next. */
  takeNull(): boolean {
    this.skipSpace();
    if (!this.text.startsWith('null', this.position)) return false;
    this.position += 'null'.length;
    return true;
  }

  expect(symbol: string): void {
    if (!this.take(symbol)) this.fail(`"${symbol}"`);
  }

  string(what: string): string {
    this.skipSpace();
    if (this.text[this.position] !== '"') this.fail(what);
    let end = this.position + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    const literal = this.text.slice(this.position, end + 1);
    try {
      const value: unknown = JSON.parse(literal);
      if (typeof value === 'string' && value.isWellFormed()) {
        this.position = end + 1;
        return value;
      }
    } catch {
      // A bad escape, a control character or no closing quote: said below, as is half a character.
    }
    return this.fail(`${what} (a well-formed JSON string)`);
  }

  integer(what: string): number {
    this.skipSpace();
    const digits = /(?:0|[1-9][0-9]{0,15})(?![0-9.eE])/y;
    digits.lastIndex = this.position;
    const match = digits.exec(this.text);
    const value = match ? Number(match[0]) : NaN;
    if (!match || !Number.isSafeInteger(value)) this.fail(`${what} (an integer from 0 to 2⁵³ − 1)`);
    this.position = digits.lastIndex;
    return value;
  }

  integers(what: string): number[] {
    const values: number[] = [];
    this.list(() => values.push(this.integer(what)));
    return values;
  }

  /** `read` takes each value. */
  list(read: () => void): void {
    this.expect('[');
    if (this.take(']')) return;
    do read();
    while (this.take(','));
    this.expect(']');
  }

  /** Passes over a value of any kind, in brackets up to `deepest` levels. */
  anything(what: string, deepest = DEEPEST): void {
    this.skipSpace();
    const next = this.text[this.position];
    if (next === '"') this.string(what);
    else if (next === '[' || next === '{') {
      if (deepest === 0) this.fail(`no more than ${DEEPEST} brackets within brackets in ${what}`);
      const within = () => this.anything(what, deepest - 1);
      if (next === '[') this.list(within);
      else this.object(what, within);
    } else {
      plainValue.lastIndex = this.position;
      const [text] = plainValue.exec(this.text) ?? [];
      if (text === undefined || Math.abs(Number(text)) === Infinity) return this.fail(what);
      this.position += text.length;
    }
  }

  /** An object whose keys stand once; `read` takes the value of each. */
  object(what: string, read: (key: string) => void): void {
    this.expect('{');
    if (this.take('}')) return;
    const keys = new Set<string>();
    do {
      const key = this.string(`a key of ${what}`);
      if (keys.has(key)) reject(`Bad header: ${what} has ${quote(key)} twice.`);
      keys.add(key);
      this.expect(':');
      read(key);
    } while (this.take(','));
    this.expect('}');
  }

  end(): void {
    this.skipSpace();
    if (this.position < this.text.length) this.fail('the end of the header');
  }
}

function scanEntry(scanner: Scanner, name: string): HeaderEntry {
  const what = `tensor ${quote(name)}`;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scanner.object(what, (key) => {
    if (key === 'dtype') dtype = scanner.string(`the dtype of ${what}`);
    else if (key === 'shape') shape = scanner.integers(`the shape of ${what}`);
    else if (key === 'data_offsets') offsets = scanner.integers(`the data_offsets of ${what}`);
    else scanner.anything(`the ${quote(key)} of ${what}`);
  });
  if (dtype === undefined) return reject(`Bad header: ${what} has no dtype.`);
  if (!shape) return reject(`Bad header: ${what} has no shape.`);
  const [begin, end, ...more] = offsets ?? [];
  if (begin === undefined || end === undefined || more.length > 0)
    return reject(`Bad header: ${what} has no data_offsets of two numbers.`);
  return { dtype, shape, offsets: [begin, end] };
}

/** Reads a header's text. Throws a `SafetensorsError` that names the character or the tensor. */
export function scanHeader(text: string): Header {
  const scanner = new Scanner(text);
  const metadata = new Map<string, string>();
  const entries = new Map<string, HeaderEntry>();
  scanner.object('the header', (name) => {
    if (name === '__metadata__') {
      if (scanner.takeNull()) return;
      scanner.object('__metadata__', (key) =>
        metadata.set(key, scanner.string(`the text of ${quote(key)} in __metadata__`)),
      );
    } else entries.set(name, scanEntry(scanner, name));
  });
  scanner.end();
  return { metadata, entries };
}
