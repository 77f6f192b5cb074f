import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenBytes, traceNames } from '../../fixtures/golden.ts';
import { assembleFile } from '../../fixtures/assembleFile.ts';
import {
  firstNonFinite,
  parseSafetensors,
  requireFinite,
  SafetensorsError,
  writeSafetensors,
  type Tensor,
} from './safetensors.ts';
import { widenBfloat16, widenFloat16 } from './halfPrecision.ts';
import { narrowToBfloat16, narrowToFloat16 } from './testing.ts';

/** One tensor of four bytes. */
const oneTensor = '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}';

const fourBytes = Uint8Array.of(1, 2, 3, 4);

describe('parseSafetensors', () => {
  it.each([...traceNames, 'metrics', 'augment'] as const)(
    'reads %s, and writes it to the same contents',
    (name) => {
      const file = parseSafetensors(goldenBytes(name));
      expect(file.tensors.size).toBeGreaterThan(20);
      const again = parseSafetensors(writeSafetensors(file.tensors, file.metadata));
      expect(again.metadata).toEqual(file.metadata);
      expect(again.tensors).toEqual(file.tensors);
    },
  );

  it('reads tensors at any address', () => {
    const bytes = goldenBytes('metrics');
    const expected = parseSafetensors(bytes).tensors;
    for (const shift of [1, 2, 4]) {
      const shifted = new Uint8Array(bytes.length + shift);
      shifted.set(bytes, shift);
      expect(parseSafetensors(shifted.subarray(shift)).tensors).toEqual(expected);
    }
  });

  it('reads the buffers of Node, which may lie at an odd address of a larger one', () => {
    const header = JSON.stringify({
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'F32', shape: [3], data_offsets: [8, 20] },
      c: { dtype: 'U64', shape: [1], data_offsets: [20, 28] },
      d: { dtype: 'F16', shape: [1], data_offsets: [28, 30] },
    });
    const data = Buffer.alloc(30);
    [1, 2, 3, 4, 5].forEach((value, index) => data.writeFloatLE(value, 4 * index));
    data.writeBigUInt64LE(2n ** 64n - 1n, 20);
    data.writeUInt16LE(0x3c00, 28);
    for (const [spaces, shift] of [0, 1, 2, 3, 5, 7].flatMap((n) =>
      [0, 1, 2, 4].map((m) => [n, m] as const),
    )) {
      const file = Buffer.from(assembleFile(header + ' '.repeat(spaces), data));
      const { tensors } = parseSafetensors(Buffer.concat([Buffer.alloc(shift), file]).subarray(shift));
      expect([...tensors.values()].map((tensor) => [...tensor.data])).toEqual([
        [1, 2],
        [3, 4, 5],
        [2n ** 64n - 1n],
        [1],
      ]);
    }
  });

  it('reads files whose tensors lie in another order than the header lists them', () => {
    const header =
      '{"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]},"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}';
    const { tensors } = parseSafetensors(assembleFile(header, fourBytes));
    expect([...(tensors.get('b')?.data ?? [])]).toEqual([4]);
  });

  it('reads scalars, empty tensors and empty files', () => {
    const header =
      '{"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"e":{"dtype":"I64","shape":[0,7],"data_offsets":[4,4]}}';
    const { tensors } = parseSafetensors(assembleFile(header, fourBytes));
    expect(tensors.get('s')?.data.length).toBe(1);
    expect(tensors.get('e')?.shape).toEqual([0, 7]);
    expect(parseSafetensors(assembleFile('{}')).tensors.size).toBe(0);
  });
});

const asTensor = (entry: string) => `{"a":${entry}}`;

/** Headers over four bytes that the format's reference library opens too, and the shape of what it finds. */
const oddHeaders: [what: string, header: string, shape?: number[]][] = [
  ['space before', ` \n\t\r${oneTensor}`],
  ['space after', `${oneTensor} \n\t\r   `],
  ['space within', oneTensor.replaceAll(',', '\n , ').replaceAll(':', ' : ').replaceAll('[', '[ ')],
  ['metadata that is null', `{"__metadata__":null,${oneTensor.slice(1)}`],
  ['metadata that looks like a tensor', `{"__metadata__":{"dtype":"U8"},${oneTensor.slice(1)}`],
  ['metadata last', `${oneTensor.slice(0, -1)},"__metadata__":{}}`],
  ['keys in another order', asTensor('{"data_offsets":[0,4],"shape":[4],"dtype":"U8"}')],
  [
    'keys of other programs',
    oneTensor.replace('}', ',"stride":[1],"by":{"x":[null,true,-1.5e3,"ä"]},"n":0}'),
  ],
  ['values of 125 levels', oneTensor.replace('}', `,"x":${'['.repeat(125)}${']'.repeat(125)}}`)],
  ['a name in escapes', oneTensor.replace('"a"', '"\\u0061"')],
  ['17 dimensions', oneTensor.replace('[4]', `[${'1,'.repeat(16)}4]`), [...new Array<number>(16).fill(1), 4]],
  ['unsigned numbers of two bytes', oneTensor.replace('"U8","shape":[4]', '"U16","shape":[2]'), [2]],
  ['unsigned numbers of four bytes', oneTensor.replace('"U8","shape":[4]', '"U32","shape":[]'), []],
  [
    'empty tensors before, between and after',
    '{"z":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"y":{"dtype":"U64","shape":[3,0],"data_offsets":[2,2]},' +
      '"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},' +
      '"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    [2],
  ],
  [
    'a size of 0 before ones whose product is too large',
    `{"z":{"dtype":"F64","shape":[0,${2 ** 52},${2 ** 52}],"data_offsets":[0,0]},${oneTensor.slice(1)}`,
  ],
];

describe('headers of other programs', () => {
  it.each(oddHeaders)('%s: opened', (_, header, shape = [4]) => {
    expect(parseSafetensors(assembleFile(header, fourBytes)).tensors.get('a')?.shape).toEqual(shape);
  });

  it('may call a tensor or a text anything', () => {
    const names = ['', '__proto__', 'constructor', '😀', 'a b\n"c'];
    const tensor = (name: string, at: number) =>
      `${JSON.stringify(name)}:{"dtype":"U8","shape":[1],"data_offsets":[${at},${at + 1}]}`;
    const metadata = names.map((name) => `${JSON.stringify(name)}:"of ${names.indexOf(name)}"`).join(',');
    const header = `{"__metadata__":{${metadata}},${names.map(tensor).join(',')}}`;
    const file = parseSafetensors(assembleFile(header, Uint8Array.of(0, 1, 2, 3, 4)));
    expect([...file.tensors].map(([name, { data }]) => [name, data[0]])).toEqual(
      [...names.entries()].map(([at, name]) => [name, at]),
    );
    expect(file.metadata.get('__proto__')).toBe('of 1');
  });
});

/** Bad files, and what the sentence must mention. */
const badFiles: [what: string, bytes: Uint8Array, mention: string][] = [
  ['an empty file', new Uint8Array(0), '0 bytes'],
  ['a file shorter than its length field', new Uint8Array(7), '7 bytes'],
  ['a claim of 2 GB', withPrefix(assembleFile(oneTensor, fourBytes), 2n ** 31n), '2147483648'],
  [
    'a claim of 2⁶⁴ − 1',
    withPrefix(assembleFile(oneTensor, fourBytes), 2n ** 64n - 1n),
    '18446744073709551615',
  ],
  ['a header cut short', assembleFile(oneTensor, fourBytes).subarray(0, 20), 'cut short'],
  ['data cut short', assembleFile(oneTensor, fourBytes.subarray(0, 3)), '"a"'],
  ['bytes after the data', assembleFile(oneTensor, new Uint8Array(9)), 'last 5 bytes'],
  ['a header that is not an object', assembleFile('[]'), 'Byte 8'],
  ['an empty header', assembleFile(''), 'Byte 8'],
  ['a header of nothing but space', assembleFile('    '), 'character 4'],
  ['a byte-order mark', assembleFile(`\ufeff${oneTensor}`, fourBytes), 'Byte 8'],
  ['invalid UTF-8', assembleFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), 'UTF-8'],
  ['text after the object', assembleFile(`${oneTensor}x`, fourBytes), 'character 53'],
  ['two values', assembleFile(`${oneTensor}{}`, fourBytes), 'end of the header'],
  ['a trailing comma', assembleFile(oneTensor.replace('}}', '},}'), fourBytes), 'character 53'],
  ['a value that is no tensor', assembleFile('{"a":1}'), '"{"'],
  ['null for a tensor', assembleFile('{"a":null}'), '"{"'],
  ['deep nesting', assembleFile(`{"a":${'['.repeat(200_000)}`), '"{"'],
  ['a deep shape', assembleFile(oneTensor.replace('[4]', '['.repeat(100_000)), fourBytes), 'shape'],
  [
    'a shape without end, of another size',
    assembleFile(oneTensor.replace('[4]', `[${'1,'.repeat(50_000)}5]`), fourBytes),
    'Tensor "a" of U8 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …] needs 5 bytes',
  ],
  [
    'sizes whose product is too large, then 0',
    assembleFile(oneTensor.replace('[4]', `[${2 ** 52},${2 ** 52},0]`).replace('[0,4]', '[0,0]')),
    'too large',
  ],
  ['an unknown dtype', assembleFile(oneTensor.replace('U8', 'F8_E4M3'), fourBytes), '"F8_E4M3"'],
  [
    'a dtype called constructor',
    assembleFile(oneTensor.replace('U8', 'constructor'), fourBytes),
    '"constructor"',
  ],
  ['a dtype that does not fit', assembleFile(oneTensor.replace('U8', 'F32'), fourBytes), '16 bytes'],
  [
    'a huge shape',
    assembleFile(oneTensor.replace('[4]', '[9007199254740991,9007199254740991]'), fourBytes),
    '"a"',
  ],
  ['a size beyond 2⁵³', assembleFile(oneTensor.replace('[4]', '[9007199254740993]'), fourBytes), '2⁵³'],
  ['a negative size', assembleFile(oneTensor.replace('[4]', '[-4]'), fourBytes), 'shape of tensor "a"'],
  ['a fractional size', assembleFile(oneTensor.replace('[4]', '[4.0]'), fourBytes), 'shape of tensor "a"'],
  ['an exponent', assembleFile(oneTensor.replace('[4]', '[4e0]'), fourBytes), 'shape of tensor "a"'],
  ['a leading zero', assembleFile(oneTensor.replace('[4]', '[04]'), fourBytes), 'shape of tensor "a"'],
  [
    'offsets the wrong way round',
    assembleFile(oneTensor.replace('[0,4]', '[4,0]'), fourBytes),
    'before its begin',
  ],
  ['three offsets', assembleFile(oneTensor.replace('[0,4]', '[0,4,4]'), fourBytes), 'data_offsets'],
  ['one offset', assembleFile(oneTensor.replace('[0,4]', '[4]'), fourBytes), 'data_offsets'],
  ['an offset outside the file', assembleFile(oneTensor.replace('[0,4]', '[4,8]'), fourBytes), 'data byte 8'],
  [
    'a gap before the first tensor',
    assembleFile(oneTensor.replace('[0,4]', '[1,5]'), new Uint8Array(5)),
    '0 to 1',
  ],
  ['no dtype', assembleFile('{"a":{"shape":[4],"data_offsets":[0,4]}}', fourBytes), 'no dtype'],
  ['no shape', assembleFile('{"a":{"dtype":"U8","data_offsets":[0,4]}}', fourBytes), 'no shape'],
  ['no offsets', assembleFile('{"a":{"dtype":"U8","shape":[4]}}', fourBytes), 'no data_offsets'],
  [
    'values of 126 levels',
    assembleFile(oneTensor.replace('}', `,"x":${'['.repeat(126)}${']'.repeat(126)}}`), fourBytes),
    'no more than 125 brackets within brackets in the "x" of tensor "a"',
  ],
  [
    'a value of another program that is none',
    assembleFile(oneTensor.replace('}', ',"x":+1}'), fourBytes),
    '"x"',
  ],
  ['a value beyond all numbers', assembleFile(oneTensor.replace('}', ',"x":1e999}'), fourBytes), '"x"'],
  [
    'half a character in a name',
    assembleFile(oneTensor.replace('"a"', '"\\ud800"'), fourBytes),
    'JSON string',
  ],
  ['half a character in a text', assembleFile('{"__metadata__":{"a":"\\udc00"}}'), 'JSON string'],
  ['a key twice', assembleFile(oneTensor.replace('"dtype"', '"dtype":"U8","dtype"'), fourBytes), 'twice'],
  [
    'a tensor twice',
    assembleFile(`{${oneTensor.slice(1, -1)},${oneTensor.slice(1, -1)}}`, fourBytes),
    '"a" twice',
  ],
  [
    'a tensor twice, once escaped',
    assembleFile(
      `{${oneTensor.slice(1, -1)},${oneTensor.slice(1, -1).replace('"a"', '"\\u0061"')}}`,
      fourBytes,
    ),
    '"a" twice',
  ],
  ['metadata that is no object', assembleFile('{"__metadata__":[]}'), '"{"'],
  ['metadata that is no text', assembleFile('{"__metadata__":{"k":1}}'), '"k"'],
  ['metadata twice', assembleFile('{"__metadata__":{},"__metadata__":{}}'), '"__metadata__" twice'],
  [
    'overlapping tensors',
    assembleFile(
      '{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}',
      fourBytes,
    ),
    '"a" and "b" overlap at data byte 2',
  ],
  [
    'a gap between tensors',
    assembleFile(
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}',
      fourBytes,
    ),
    '1 to 2',
  ],
  ['a BOOL of 2', assembleFile(oneTensor.replace('U8', 'BOOL'), Uint8Array.of(0, 1, 2, 0)), 'byte 65'],
  ['an unfinished string', assembleFile('{"a'), 'JSON string'],
  ['a bad escape', assembleFile('{"\\x":{}}'), 'JSON string'],
];

/** The file with another header length. */
function withPrefix(file: Uint8Array, claim: bigint): Uint8Array {
  const copy = file.slice();
  new DataView(copy.buffer).setBigUint64(0, claim, true);
  return copy;
}

describe('bad files', () => {
  it.each(badFiles)('%s: a sentence that says what and where', (_, bytes, mention) => {
    expect(() => parseSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => parseSafetensors(bytes)).toThrow(mention);
  });

  it('gives short sentences even for hostile names', () => {
    const name = 'x'.repeat(1_000_000);
    const bytes = assembleFile(`{"${name}":{"dtype":"U8"}}`);
    expect(() => parseSafetensors(bytes)).toThrow(/^.{1,300}$/);
  });
});

/** Any tensor that can be written. */
const tensorArbitrary: fc.Arbitrary<Tensor> = fc
  .array(fc.nat(3), { maxLength: 4 })
  .chain((shape): fc.Arbitrary<Tensor> => {
    const length = shape.reduce((product, size) => product * size, 1);
    const exactly = { minLength: length, maxLength: length };
    return fc.oneof<fc.Arbitrary<Tensor>[]>(
      fc.float64Array(exactly).map((data) => ({ dtype: 'F64', shape, data })),
      fc.float32Array(exactly).map((data) => ({ dtype: 'F32', shape, data })),
      fc.bigInt64Array(exactly).map((data) => ({ dtype: 'I64', shape, data })),
      fc.bigUint64Array(exactly).map((data) => ({ dtype: 'U64', shape, data })),
      fc.int32Array(exactly).map((data) => ({ dtype: 'I32', shape, data })),
      fc.uint32Array(exactly).map((data) => ({ dtype: 'U32', shape, data })),
      fc.int16Array(exactly).map((data) => ({ dtype: 'I16', shape, data })),
      fc.uint16Array(exactly).map((data) => ({ dtype: 'U16', shape, data })),
      fc.int8Array(exactly).map((data) => ({ dtype: 'I8', shape, data })),
      fc.uint8Array(exactly).map((data) => ({ dtype: 'U8', shape, data })),
      fc.uint8Array({ ...exactly, max: 1 }).map((data) => ({ dtype: 'BOOL', shape, data })),
    );
  });

const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__');

/** The header's entries and the data of a file of ours without metadata. */
function partsOf(file: Uint8Array): { header: Record<string, object>; data: Uint8Array } {
  const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, end))) as Record<string, object>;
  return { header, data: file.subarray(end) };
}

describe('writeSafetensors', () => {
  it('writes what parseSafetensors reads back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, tensorArbitrary), { selector: ([key]) => key, maxLength: 8 }),
        fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme' })), {
          selector: ([key]) => key,
          maxLength: 4,
        }),
        (tensors, metadata) => {
          const written = writeSafetensors(new Map(tensors), new Map(metadata));
          // As the page has it, and as Node does: at an odd address of a larger buffer.
          const inNode = Buffer.concat([Buffer.alloc(1), written]).subarray(1);
          const file = parseSafetensors(written);
          expect(parseSafetensors(inNode)).toEqual(file);
          expect(new Map(file.metadata)).toEqual(new Map(metadata));
          expect(file.tensors.size).toBe(tensors.length);
          for (const [key, tensor] of tensors) expect(file.tensors.get(key)).toEqual(tensor);
        },
      ),
    );
  });

  it('writes what is read alike from a header that another program writes of it', () => {
    const space = fc.stringMatching(/^[ \t\r\n]{0,4}$/);
    const named = fc.uniqueArray(fc.tuple(name, tensorArbitrary), { selector: ([key]) => key, maxLength: 6 });
    fc.assert(
      fc.property(
        named,
        space,
        space,
        fc.boolean(),
        fc.jsonValue(),
        (tensors, around, indent, turned, extra) => {
          const written = writeSafetensors(new Map(tensors));
          const { header, data } = partsOf(written);
          const order = <T>(list: T[]): T[] => (turned ? list.toReversed() : list);
          const rewritten = Object.entries(header).map(([key, entry]): [string, object] => [
            key,
            Object.fromEntries(order([...Object.entries(entry), ['stride', extra]])),
          ]);
          const text = JSON.stringify(Object.fromEntries(order(rewritten)), null, indent);
          const read = parseSafetensors(assembleFile(around + text + around, data));
          expect(read.tensors.size).toBe(tensors.length);
          for (const [key, tensor] of tensors) expect(read.tensors.get(key)).toEqual(tensor);
        },
      ),
    );
  });

  it('gives the same bytes whatever the order of the tensors, all of them aligned', () => {
    const { tensors } = parseSafetensors(goldenBytes('augment'));
    const bytes = writeSafetensors(tensors);
    expect(Buffer.compare(writeSafetensors(new Map([...tensors].reverse())), bytes)).toBe(0);
    for (const { data } of parseSafetensors(bytes).tensors.values()) expect(data.buffer).toBe(bytes.buffer);
  });

  it('refuses shapes and names that could not be read back', () => {
    const tensor = (shape: number[]): Tensor => ({ dtype: 'U8', shape, data: new Uint8Array(4) });
    for (const shape of [[3], [-4], [2.5]])
      expect(() => writeSafetensors(new Map([['a', tensor(shape)]]))).toThrow('"a"');
    for (const bad of ['__metadata__', '\ud800'])
      expect(() => writeSafetensors(new Map([[bad, tensor([4])]]))).toThrow(SafetensorsError);
  });

  it.each(['F16', 'BF16'] as const)('refuses %s, which only other programs write', (dtype) => {
    const half: Tensor = { dtype, shape: [1], data: Float32Array.of(1) };
    expect(() => writeSafetensors(new Map([['a', half]]))).toThrow(`"a" is ${dtype}`);
  });
});

describe('half precision', () => {
  it.each([
    ['F16', widenFloat16],
    ['BF16', widenBfloat16],
  ] as const)('is read from %s, wherever it lies', (dtype, widen) => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { maxLength: 9 }), fc.nat(1), (bits, shift) => {
        const halves = new DataView(new ArrayBuffer(2 * bits.length));
        bits.forEach((half, index) => halves.setUint16(2 * index, half, true));
        const entry = { dtype, shape: [bits.length], data_offsets: [0, halves.byteLength] };
        const header = `${JSON.stringify({ a: entry })}${' '.repeat(shift)}`;
        const { tensors } = parseSafetensors(assembleFile(header, new Uint8Array(halves.buffer)));
        expect(tensors.get('a')).toEqual({
          dtype,
          shape: [bits.length],
          data: Float32Array.from(bits, widen),
        });
      }),
    );
  });

  it.each([
    ['float16', widenFloat16, narrowToFloat16],
    ['bfloat16', widenBfloat16, narrowToBfloat16],
  ])('%s survives the way to float32 and back, all 65 536 of them', (_, widen, narrow) => {
    const changed = Array.from({ length: 0x10000 }, (_, half) => half).filter((half) => {
      const value = widen(half);
      return Number.isNaN(value) ? !Number.isNaN(widen(narrow(value))) : narrow(value) !== half;
    });
    expect(changed).toEqual([]);
  });

  it('rounds to nearest, ties to even, and overflows to infinity', () => {
    expect(widenFloat16(narrowToFloat16(1 + 2 ** -11))).toBe(1);
    expect(widenFloat16(narrowToFloat16(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(widenFloat16(narrowToFloat16(2 ** -25))).toBe(0);
    expect(widenFloat16(narrowToFloat16(65519))).toBe(65504);
    expect(widenFloat16(narrowToFloat16(-65520))).toBe(-Infinity);
    expect(widenBfloat16(narrowToBfloat16(1 + 2 ** -8))).toBe(1);
    expect(widenBfloat16(narrowToBfloat16(1 + 3 * 2 ** -8))).toBe(1 + 2 ** -6);
  });
});

describe('requireFinite', () => {
  it('names the tensor and the place of the first NaN or infinity', () => {
    const weights = (...data: number[]): Tensor => ({
      dtype: 'F32',
      shape: [data.length],
      data: Float32Array.from(data),
    });
    expect(() => requireFinite([['a', weights(1, 2)]])).not.toThrow();
    expect(() => requireFinite([['head.mlp.0.bias', weights(1, NaN)]])).toThrow(
      'Tensor "head.mlp.0.bias" has NaN at element 1.',
    );
    expect(firstNonFinite(weights(0, -Infinity))).toBe(1);
    expect(firstNonFinite({ data: BigInt64Array.of(1n) })).toBe(-1);
  });
});
