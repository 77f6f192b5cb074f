/**
 * @file IDX, the format of MNIST and its kin: a magic number (two zero bytes, the kind of number, the number of
 * dimensions), the dimensions as big-endian uint32, then the numbers, the last dimension fastest
 * (http://yann.lecun.com/exdb/mnist/). Of the kinds of number only uint8 is read: images and labels are that.
 */

/** A file that is no IDX file of uint8, or not a whole one; one sentence for the person. */
export class IdxError extends Error {
  override name = 'IdxError';
}

export interface IdxArray {
  /** `[N]` of labels, `[N, height, width]` or `[N, height, width, channels]` of images. */
  shape: readonly number[];
  /** uint8, row-major; a view of the file's bytes. */
  values: Uint8Array;
}

const UINT8 = 0x08;
const MOST_DIMENSIONS = 4;

/** What the third byte says of other files. */
const otherKinds: Readonly<Record<number, string>> = {
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

/** Whether a file begins as an IDX file does, of whatever kind of number. */
export const isIdx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0 &&
  bytes[1] === 0 &&
  (bytes[2] === UINT8 || (bytes[2] !== undefined && bytes[2] in otherKinds)) &&
  bytes[3] !== undefined &&
  bytes[3] > 0 &&
  bytes[3] <= MOST_DIMENSIONS;

/**
 * Reads a whole file, decompressed.
 * @param name of the file, for messages
 * @throws IdxError naming the file and what is wrong with it
 */
export function readIdx(bytes: Uint8Array, name: string): IdxArray {
  if (!isIdx(bytes)) throw new IdxError(`${name} is no IDX file: its first four bytes are not those of one.`);
  const [, , kind = 0, dimensions = 0] = bytes;
  if (kind !== UINT8)
    throw new IdxError(`${name} holds ${otherKinds[kind]} numbers; IDX is read with bytes (uint8) alone.`);
  const start = 4 + 4 * dimensions;
  if (bytes.length < start)
    throw new IdxError(`${name} ends in its header, after ${bytes.length} of ${start} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  // Four dimensions of 32 bits: beyond 2⁵³ the product is not exact, and as wrong as the file.
  const expected = shape.reduce((product, size) => product * size, 1);
  const held = bytes.length - start;
  if (held !== expected)
    throw new IdxError(
      `${name} holds ${held} bytes of ${shape.join('×')} numbers, not ${expected}: ` +
        (held < expected ? 'it was cut short.' : 'more than its header says.'),
    );
  return { shape, values: bytes.subarray(start) };
}
