/**
 * @file The safetensors format: an 8-byte little-endian header length, a JSON header, the bytes of the tensors.
 *
 * A file is accepted where the format's reference library opens it: the header is well-formed, every tensor's bytes
 * match its dtype and shape, and the tensors tile the data without gap, overlap or remainder. Of what the library
 * lets pass we refuse a name that stands twice and an entry that is no dictionary, both of which the format forbids,
 * a BOOL that is neither 0 nor 1, and dtypes that no run can use: complex numbers, and floats of a byte or less. What
 * is refused is a `SafetensorsError`. Nothing is allocated on the word of the header alone.
 */
import { quote, scanHeader, type HeaderEntry } from './headerScanner.ts';
import { widenBfloat16, widenFloat16 } from './halfPrecision.ts';
import { reject } from './safetensorsError.ts';
import { readHeaderLength } from './safetensorsPrefix.ts';
import {
  bytesPerElement,
  describeShape,
  isDType,
  prefixBytes,
  type DType,
  type Safetensors,
  type Tensor,
} from './safetensorsTypes.ts';

export { firstNonFinite, requireFinite } from './finite.ts';
export { SafetensorsError } from './safetensorsError.ts';
export type { DType, Safetensors, Tensor, TensorOf } from './safetensorsTypes.ts';
export { writeSafetensors } from './safetensorsWriter.ts';

/**
 * Reads a file. Tensors of up to 8 aligned bytes an element are views of `bytes` where alignment allows, else
 * copies; halves are widened to float32.
 * @throws SafetensorsError naming the tensor or byte that is wrong.
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const dataStart = prefixBytes + readHeaderLength(bytes, bytes.length);
  const { metadata, entries } = scanHeader(decodeHeader(bytes.subarray(prefixBytes, dataStart)));
  const located = [...entries].map(([name, entry]) => locate(name, entry));
  checkTiling(located, bytes.length - dataStart);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of located) {
    const slice = bytes.subarray(dataStart + begin, dataStart + end);
    if (dtype === 'BOOL') checkBooleans(name, slice, dataStart + begin);
    tensors.set(name, readTensor(dtype, shape, slice));
  }
  return { metadata, tensors };
}

function decodeHeader(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return reject('The header is not valid UTF-8.');
  }
}

/** A tensor whose dtype × shape is the number of bytes between its offsets, [begin, end) within the data. */
interface LocatedTensor {
  name: string;
  dtype: DType;
  shape: number[];
  begin: number;
  end: number;
}

function locate(name: string, { dtype, shape, offsets: [begin, end] }: HeaderEntry): LocatedTensor {
  if (!isDType(dtype))
    return reject(
      `Tensor ${quote(name)} has the dtype ${quote(dtype)}; known are ${Object.keys(bytesPerElement).join(', ')}.`,
    );
  if (end < begin) reject(`Tensor ${quote(name)} ends at data byte ${end}, before its begin at ${begin}.`);
  const expected = byteCount(shape, bytesPerElement[dtype]);
  if (expected === undefined)
    return reject(`Tensor ${quote(name)} has the shape ${describeShape(shape)}, which is too large.`);
  if (expected !== end - begin)
    reject(
      `Tensor ${quote(name)} of ${dtype} ${describeShape(shape)} needs ${expected} bytes, ` +
        `but its data_offsets [${begin}, ${end}] hold ${end - begin}.`,
    );
  return { name, dtype, shape, begin, end };
}

/** Counts from here on overflow in the reference library, though a size of 0 that follows would make them 0. */
const OVERFLOW = 2 ** 64;

/** Undefined where the count overflows on the way. */
function byteCount(shape: readonly number[], bytesOfOne: number): number | undefined {
  let elements = 1;
  for (const size of shape) {
    elements *= size;
    if (elements >= OVERFLOW) return undefined;
  }
  return elements * bytesOfOne < OVERFLOW ? elements * bytesOfOne : undefined;
}

/** The tensors, in order of their bytes, must cover [0, dataBytes) exactly. */
function checkTiling(tensors: readonly LocatedTensor[], dataBytes: number): void {
  const inOrder = tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  let previous = '';
  for (const { name, begin, end } of inOrder) {
    if (end > dataBytes)
      reject(
        `Tensor ${quote(name)} ends at data byte ${end}, but the file has only ${dataBytes}: cut short?`,
      );
    if (begin < covered)
      reject(`Tensors ${quote(previous)} and ${quote(name)} overlap at data byte ${begin}.`);
    if (begin > covered)
      reject(`Data bytes ${covered} to ${begin} before tensor ${quote(name)} belong to none.`);
    covered = end;
    previous = name;
  }
  if (covered !== dataBytes) reject(`The last ${dataBytes - covered} bytes of the file belong to no tensor.`);
}

function checkBooleans(name: string, bytes: Uint8Array, fileOffset: number): void {
  const bad = bytes.findIndex((byte) => byte > 1);
  if (bad >= 0) reject(`Tensor ${quote(name)} has ${bytes[bad]} for a BOOL at byte ${fileOffset + bad}.`);
}

/**
 * A view of the bytes where the address is a multiple of `alignment`, else a copy. The copy is made by a constructor:
 * `slice` of a Node `Buffer` gives a view, at the same odd address.
 */
function aligned(bytes: Uint8Array, alignment: number): { buffer: ArrayBufferLike; byteOffset: number } {
  return bytes.byteOffset % alignment === 0 ? bytes : new Uint8Array(bytes);
}

function readTensor(dtype: DType, shape: number[], bytes: Uint8Array): Tensor {
  const size = bytesPerElement[dtype];
  const { buffer, byteOffset } = aligned(bytes, size);
  const length = bytes.length / size;
  switch (dtype) {
    case 'F64':
      return { dtype, shape, data: new Float64Array(buffer, byteOffset, length) };
    case 'F32':
      return { dtype, shape, data: new Float32Array(buffer, byteOffset, length) };
    case 'F16':
    case 'BF16': {
      const widen = dtype === 'F16' ? widenFloat16 : widenBfloat16;
      return { dtype, shape, data: Float32Array.from(new Uint16Array(buffer, byteOffset, length), widen) };
    }
    case 'I64':
      return { dtype, shape, data: new BigInt64Array(buffer, byteOffset, length) };
    case 'U64':
      return { dtype, shape, data: new BigUint64Array(buffer, byteOffset, length) };
    case 'I32':
      return { dtype, shape, data: new Int32Array(buffer, byteOffset, length) };
    case 'U32':
      return { dtype, shape, data: new Uint32Array(buffer, byteOffset, length) };
    case 'I16':
      return { dtype, shape, data: new Int16Array(buffer, byteOffset, length) };
    case 'U16':
      return { dtype, shape, data: new Uint16Array(buffer, byteOffset, length) };
    case 'I8':
      return { dtype, shape, data: new Int8Array(buffer, byteOffset, length) };
    case 'U8':
    case 'BOOL':
      return { dtype, shape, data: new Uint8Array(buffer, byteOffset, length) };
  }
}
