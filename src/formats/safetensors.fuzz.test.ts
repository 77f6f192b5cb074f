/**
 * Corrupt files by the ten thousand. Three promises: a file that no correct writer could have written is
 * rejected with a `SafetensorsError`; a file that is accepted means what an independent reading of it says;
 * nothing takes long.
 */
import { describe, expect, it } from 'vitest';
import { assembleFile } from '../../fixtures/assembleFile.ts';
import { goldenBytes, traceNames } from '../../fixtures/golden.ts';
import { stream, type RandomStream } from '../adasim/random.ts';
import { parseSafetensors, SafetensorsError, writeSafetensors, type Safetensors } from './safetensors.ts';
import { narrowToBfloat16, narrowToFloat16 } from './testing.ts';

/** The longest that one file may take, milliseconds; generous, as machines that test are busy. */
const patience = 2000;

/** What became of a file. Anything but acceptance or a `SafetensorsError` fails the test. */
function outcome(bytes: Uint8Array): Safetensors | SafetensorsError {
  const start = performance.now();
  const result = parseOrError(bytes);
  const took = performance.now() - start;
  if (took > patience) throw new Error(`A file of ${bytes.length} bytes took ${took} ms.`);
  return result;
}

function parseOrError(bytes: Uint8Array): Safetensors | SafetensorsError {
  try {
    return parseSafetensors(bytes);
  } catch (error) {
    if (error instanceof SafetensorsError) return error;
    throw error;
  }
}

interface PlainEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

type PlainHeader = Record<string, PlainEntry | Record<string, string>>;

const sizes: Record<string, number> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** The file's parts by the shortest way, with no checks. */
function split(bytes: Uint8Array): { header: PlainHeader; data: Uint8Array } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  return { header: JSON.parse(text) as PlainHeader, data: bytes.subarray(8 + length) };
}

/** Why an accepted file does not mean what it was read as, or undefined. An independent second reading. */
function misreading(bytes: Uint8Array, { metadata, tensors }: Safetensors): string | undefined {
  const { header, data } = split(bytes);
  const { __metadata__, ...entries } = header as Record<string, PlainEntry> & {
    __metadata__?: Record<string, string>;
  };
  if (JSON.stringify(Object.fromEntries(metadata)) !== JSON.stringify(__metadata__ ?? {})) return 'metadata';
  if (Object.keys(entries).length !== tensors.size) return 'number of tensors';
  const covered = new Uint8Array(data.length);
  for (const [name, entry] of Object.entries(entries)) {
    const tensor = tensors.get(name);
    const [begin, end] = entry.data_offsets;
    if (!tensor || tensor.dtype !== entry.dtype) return `dtype of ${name}`;
    if (JSON.stringify(tensor.shape) !== JSON.stringify(entry.shape)) return `shape of ${name}`;
    const count = entry.shape.reduce((product, size) => product * size, 1);
    if (tensor.data.length !== count || end - begin !== count * (sizes[entry.dtype] ?? NaN))
      return `size of ${name}`;
    if (tensor.dtype === 'F16' || tensor.dtype === 'BF16') {
      const [narrow, infinity] =
        tensor.dtype === 'F16' ? [narrowToFloat16, 0x7c00] : [narrowToBfloat16, 0x7f80];
      const halves = new DataView(data.buffer, data.byteOffset + begin);
      const same = tensor.data.every((value, index) => {
        const half = halves.getUint16(2 * index, true);
        return Number.isNaN(value) ? (half & 0x7fff) > infinity : narrow(value) === half;
      });
      if (!same) return `values of ${name}`;
    } else {
      const view = tensor.data;
      const read = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      if (Buffer.compare(read, data.subarray(begin, end)) !== 0) return `bytes of ${name}`;
    }
    for (let at = begin; at < end; at++) covered[at] = (covered[at] ?? 0) + 1;
  }
  return covered.every((times) => times === 1) ? undefined : 'coverage';
}

/** A small valid file with one to six tensors of random dtypes and shapes, and some metadata. */
function smallFile(random: RandomStream): Uint8Array {
  const dtypes = Object.keys(sizes);
  const header: PlainHeader = {};
  if (random.uniform() < 0.5) header['__metadata__'] = { format: 'pt', note: 'ä'.repeat(random.integer(4)) };
  let offset = 0;
  for (let t = random.integer(6) + 1; t > 0; t--) {
    const dtype = dtypes[random.integer(dtypes.length)] ?? 'F32';
    const shape = Array.from({ length: random.integer(4) }, () => random.integer(4) + 1);
    const end = offset + shape.reduce((product, size) => product * size, sizes[dtype] ?? 0);
    header[`layer.${t}.weight`] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const data = Uint8Array.from({ length: offset }, () => random.integer(2));
  return assembleFile(JSON.stringify(header), data);
}

/** Changes a header's JSON so that no correct writer could have written the file, or returns undefined. */
type Corruption = (header: PlainHeader, entry: PlainEntry, random: RandomStream) => string | undefined;

/** The header after `change` was made to one of its entries. */
const changed =
  (change: (entry: PlainEntry, random: RandomStream) => unknown): Corruption =>
  (header, entry, random) => {
    change(entry, random);
    return JSON.stringify(header);
  };

/** The header's text with `pattern` replaced. */
const rewritten =
  (pattern: RegExp, replacement: string): Corruption =>
  (header) => {
    const text = JSON.stringify(header);
    return pattern.test(text) ? text.replace(pattern, replacement) : undefined;
  };

const nonZero = (random: RandomStream, most: number) =>
  (random.integer(most) + 1) * (random.integer(2) * 2 - 1);

const corruptions: Record<string, Corruption> = {
  'begin moved': changed((entry, random) => (entry.data_offsets[0] += nonZero(random, 40))),
  'end moved': changed((entry, random) => (entry.data_offsets[1] += nonZero(random, 40))),
  'both moved': changed((entry, random) => {
    const shift = nonZero(random, 40);
    entry.data_offsets = [entry.data_offsets[0] + shift, entry.data_offsets[1] + shift];
  }),
  'offsets swapped': changed((entry) => entry.data_offsets.reverse()),
  'offset huge': changed((entry) => (entry.data_offsets[1] = 2 ** 53)),
  'offsets missing one': changed((entry) => entry.data_offsets.pop()),
  'dimension added': changed((entry, random) => entry.shape.push(random.integer(5) + 2)),
  'dimension changed': changed((entry, random) => {
    const axis = random.integer(entry.shape.length + 1);
    entry.shape[axis] = (entry.shape[axis] ?? 1) + 1 + random.integer(5);
  }),
  'dimension zero': changed((entry) => entry.shape.push(0)),
  'dimension negative': changed((entry) => entry.shape.push(-1, -1)),
  'dimension fractional': changed((entry) => entry.shape.push(1.5)),
  'dimension huge': changed((entry) => entry.shape.push(Number.MAX_SAFE_INTEGER)),
  'dtype unknown': changed(
    (entry, random) => (entry.dtype = ['F8_E5M2', 'C64', 'f32', '', 'toString'][random.integer(5)] ?? ''),
  ),
  'dtype of another size': changed((entry) => (entry.dtype = sizes[entry.dtype] === 8 ? 'F32' : 'F64')),
  'dtype a number': changed((entry) => Object.assign(entry, { dtype: 7 })),
  'shape a text': changed((entry) => Object.assign(entry, { shape: 'none' })),
  'shape nested': changed((entry) => Object.assign(entry, { shape: [entry.shape] })),
  'entry a list': (header, entry) => JSON.stringify({ ...header, extra: [entry] }),
  'entry null': (header) => JSON.stringify({ ...header, extra: null }),
  'unknown value': changed((entry) => Object.assign(entry, { stride: '\ud800' })),
  'dtype removed': changed((entry) => Reflect.deleteProperty(entry, 'dtype')),
  'shape removed': changed((entry) => Reflect.deleteProperty(entry, 'shape')),
  'offsets removed': changed((entry) => Reflect.deleteProperty(entry, 'data_offsets')),
  'tensor removed': (header, entry) => {
    const [begin, end] = entry.data_offsets;
    const rest = Object.entries(header).filter(([, value]) => value !== entry);
    return begin < end ? JSON.stringify(Object.fromEntries(rest)) : undefined;
  },
  'tensor twice under two names': (header, entry) => JSON.stringify({ ...header, copy: entry }),
  'tensor twice under one name': rewritten(/("layer[^}]*\})/, '$1,$1'),
  'key twice': rewritten(/("dtype":"\w+")/, '$1,$1'),
  'half a character in a name': rewritten(/"layer\.\d\.weight"/, '"\\udfff"'),
  'metadata a number': (header) => JSON.stringify({ ...header, __metadata__: { step: 3 } }),
  'metadata nested': (header) => JSON.stringify({ ...header, __metadata__: { a: { b: 'c' } } }),
  'metadata last, twice': (header) =>
    JSON.stringify({ __metadata__: {}, ...header }).replace(/\}$/, ',"__metadata__":{}}'),
  'comma trailing': rewritten(/\}\}$/, '},}'),
  'comma missing': rewritten(/,"shape"/, '"shape"'),
  'colon missing': rewritten(/"shape":/, '"shape"'),
  'quote missing': rewritten(/"shape"/, '"shape'),
  'brace missing': rewritten(/\}$/, ''),
  'brace too many': rewritten(/\}$/, '}}'),
  'number with a plus': rewritten(/"data_offsets":\[/, '"data_offsets":[+'),
  'number in hexadecimal': rewritten(/"data_offsets":\[\d+/, '"data_offsets":[0x0'),
  'number with an exponent': rewritten(/"data_offsets":\[(\d+)/, '"data_offsets":[$1e0'),
  'number with zeros': rewritten(/"data_offsets":\[(\d+)/, '"data_offsets":[00$1'),
  comment: rewritten(/,/, ',/* */'),
  'no-break space first': rewritten(/^/, '\u00a0'),
  'byte-order mark': rewritten(/^/, '\ufeff'),
  'nested without end': rewritten(/"shape":\[/, `"shape":${'['.repeat(5000)}`),
  'list without end': rewritten(/"shape":\[/, `"shape":[${'2,'.repeat(5000)}`),
  'null byte': rewritten(/,/, '\0,'),
};

/** Corruptions of the bytes around the header; every one leaves a file that no correct writer could have written. */
const byteCorruptions: Record<string, (file: Uint8Array, random: RandomStream) => Uint8Array> = {
  'cut short': (file, random) => file.slice(0, random.integer(file.length)),
  'bytes added': (file, random) => {
    const longer = new Uint8Array(file.length + 1 + random.integer(100));
    longer.set(file);
    return longer;
  },
  'header length off by a few': (file, random) =>
    withLength(file, (length) => length + BigInt(nonZero(random, 12))),
  'header length of any size': (file, random) =>
    withLength(file, (length) => length ^ (1n << BigInt(random.integer(64)))),
  'bytes removed from the header': (file, random) => {
    const from = 9 + random.integer(headerLength(file) - 2);
    const count = 1 + random.integer(3);
    return Uint8Array.from([...file.subarray(0, from), ...file.subarray(from + count)]);
  },
  'invalid UTF-8': (file, random) => {
    const copy = file.slice();
    copy[8 + random.integer(headerLength(file))] = 0xfe + random.integer(2);
    return copy;
  },
};

const headerLength = (file: Uint8Array) =>
  Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));

function withLength(file: Uint8Array, change: (length: bigint) => bigint): Uint8Array {
  const copy = file.slice();
  new DataView(copy.buffer).setBigUint64(0, BigInt.asUintN(64, change(BigInt(headerLength(file)))), true);
  return copy;
}

const isEntry = (value: PlainHeader[string]): value is PlainEntry => Array.isArray(value['data_offsets']);

describe('structural corruption is rejected', () => {
  it.each(Object.entries(corruptions))('%s', (name, corrupt) => {
    let files = 0;
    for (let trial = 0; files < 250; trial++) {
      const random = stream(1, name, trial);
      const { header, data } = split(smallFile(random));
      const entries = Object.values(header).filter(isEntry);
      const entry = entries[random.integer(entries.length)];
      const text = entry && corrupt(header, entry, random);
      if (text === undefined) continue;
      files++;
      expect(outcome(assembleFile(text, data)), text.slice(0, 500)).toBeInstanceOf(SafetensorsError);
    }
  });

  it.each(Object.entries(byteCorruptions))('%s', (name, corrupt) => {
    for (let trial = 0; trial < 1000; trial++) {
      const random = stream(2, name, trial);
      const file = smallFile(random);
      expect(outcome(corrupt(file, random))).toBeInstanceOf(SafetensorsError);
    }
  });

  it.each([...traceNames, 'metrics', 'augment'] as const)(
    '%s cut short, lengthened, or with another header length',
    (name) => {
      const file = goldenBytes(name);
      const random = stream(3, name);
      for (let trial = 0; trial < 60; trial++) {
        for (const kind of [
          'cut short',
          'bytes added',
          'header length off by a few',
          'header length of any size',
        ])
          expect(outcome(byteCorruptions[kind]?.(file, random) ?? file)).toBeInstanceOf(SafetensorsError);
      }
    },
  );
});

describe('random bytes', () => {
  /** Overwrites one to four bytes of the first `length`. */
  function scramble(file: Uint8Array, length: number, random: RandomStream): Uint8Array {
    const copy = file.slice();
    for (let flips = 1 + random.integer(4); flips > 0; flips--)
      copy[random.integer(length)] =
        random.uniform() < 0.5 ? random.integer(256) : 0x20 + random.integer(0x5f);
    return copy;
  }

  it('in the header are rejected, or make another file that is read as what it is', () => {
    let accepted = 0;
    const count = 8000;
    for (let trial = 0; trial < count; trial++) {
      const random = stream(4, trial);
      const file = smallFile(random);
      const bytes = scramble(file, 8 + headerLength(file), random);
      const result = outcome(bytes);
      if (result instanceof SafetensorsError) continue;
      accepted++;
      expect(misreading(bytes, result)).toBeUndefined();
    }
    // Letters of names and of metadata may change; little else may.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted / count).toBeLessThan(0.5);
  });

  it.each([...traceNames, 'metrics', 'augment'] as const)('in the header of %s', (name) => {
    const file = goldenBytes(name);
    for (let trial = 0; trial < 40; trial++) {
      const bytes = scramble(file, 8 + headerLength(file), stream(5, name, trial));
      const result = outcome(bytes);
      if (!(result instanceof SafetensorsError)) expect(misreading(bytes, result)).toBeUndefined();
    }
  });

  it('in the data are data: the file is accepted and has exactly those bytes', () => {
    for (let trial = 0; trial < 1000; trial++) {
      const random = stream(6, trial);
      const { header, data } = split(smallFile(random));
      if (JSON.stringify(header).includes('"BOOL"')) continue;
      const bytes = assembleFile(
        JSON.stringify(header),
        data.map(() => random.integer(256)),
      );
      const result = outcome(bytes);
      expect(result).not.toBeInstanceOf(SafetensorsError);
      if (!(result instanceof SafetensorsError)) {
        expect(misreading(bytes, result)).toBeUndefined();
        // Halves, whose values have just been compared, are not written.
        const tensors = new Map(
          [...result.tensors].filter(([, { dtype }]) => dtype !== 'F16' && dtype !== 'BF16'),
        );
        expect(outcome(writeSafetensors(tensors, result.metadata))).toEqual({ ...result, tensors });
      }
    }
  });

  it('alone are no file', () => {
    for (let trial = 0; trial < 2000; trial++) {
      const random = stream(7, trial);
      const length = random.integer(300);
      const bytes = Uint8Array.from({ length }, () => random.integer(256));
      if (random.uniform() < 0.5 && length > 8) bytes.set([length - 8, 0, 0, 0, 0, 0, 0, 0, 0x7b]);
      expect(outcome(bytes)).toBeInstanceOf(SafetensorsError);
    }
  });
});
