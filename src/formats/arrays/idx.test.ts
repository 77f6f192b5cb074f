import { describe, expect, it } from 'vitest';
import { stream } from '../../adasim/random.ts';
import { IdxError, isIdx, readIdx } from './idx.ts';

/** A file of these dimensions that counts its bytes. */
function idxFile(shape: readonly number[], { kind = 8, extra = 0 } = {}): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1) + extra;
  const bytes = new Uint8Array(4 + 4 * shape.length + count);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, kind, shape.length]);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  for (let i = 0; i < count; i++) bytes[4 + 4 * shape.length + i] = i;
  return bytes;
}

describe('readIdx', () => {
  it.each([[[5]], [[3, 2, 4]], [[2, 2, 2, 3]], [[0, 28, 28]]])('reads %j', (shape) => {
    const { shape: read, values } = readIdx(idxFile(shape), 'pictures');
    expect(read).toEqual(shape);
    expect([...values]).toEqual(Array.from({ length: values.length }, (_, i) => i));
    expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
  });

  it('reads a view into a longer buffer', () => {
    const file = idxFile([2, 3]);
    const around = new Uint8Array(file.length + 7);
    around.set(file, 5);
    expect(readIdx(around.subarray(5, 5 + file.length), 'x').values).toEqual(file.subarray(12));
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'x is no IDX file: its first four bytes are not those of one.'],
    [
      'text',
      new TextEncoder().encode('hello there'),
      'x is no IDX file: its first four bytes are not those of one.',
    ],
    [
      'floats',
      idxFile([4], { kind: 0x0d }),
      'x holds float32 numbers; IDX is read with bytes (uint8) alone.',
    ],
    ['half a header', idxFile([3, 2, 4]).subarray(0, 9), 'x ends in its header, after 9 of 16 bytes.'],
    [
      'too few',
      idxFile([3, 2, 4], { extra: -1 }),
      'x holds 23 bytes of 3×2×4 numbers, not 24: it was cut short.',
    ],
    [
      'too many',
      idxFile([6], { extra: 2 }),
      'x holds 8 bytes of 6 numbers, not 6: more than its header says.',
    ],
  ])('refuses %s', (_, bytes, sentence) => {
    expect(() => readIdx(bytes, 'x')).toThrow(new IdxError(sentence));
  });

  it('gives of 20 000 spoilt files either what their header says or its own error', () => {
    const tally = { read: 0, refused: 0 };
    for (let i = 0; i < 20_000; i++) {
      const random = stream(16, 'idx', i);
      const shape = Array.from({ length: 1 + random.integer(4) }, () => random.integer(6));
      const whole = idxFile(shape);
      const bytes = whole.slice(0, random.integer(4) === 0 ? random.integer(whole.length + 1) : whole.length);
      for (let change = random.integer(3); change > 0 && bytes.length > 0; change--)
        bytes[random.integer(Math.min(bytes.length, 24))] = random.integer(256);
      try {
        const { shape: read, values } = readIdx(bytes, 'x');
        expect(values.length).toBe(read.reduce((product, size) => product * size, 1));
        expect(isIdx(bytes)).toBe(true);
        tally.read++;
      } catch (error) {
        expect(error).toBeInstanceOf(IdxError);
        tally.refused++;
      }
    }
    expect(Math.min(tally.read, tally.refused)).toBeGreaterThan(2000);
  });
});
