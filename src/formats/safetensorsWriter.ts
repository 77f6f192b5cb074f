/** @file Writes safetensors files; `safetensors.ts` describes and reads them. */
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import {
  bytesPerElement,
  describeShape,
  elementCount,
  prefixBytes,
  type Tensor,
} from './safetensorsTypes.ts';

/**
 * Writes a file: tensors by falling element size, then by name, so that all are aligned and the same contents
 * give the same bytes; the header is padded with spaces to a multiple of 8.
 * @throws SafetensorsError if a tensor's shape and data disagree, it is of half precision, or a name is not allowed.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      bytesPerElement[b.dtype] - bytesPerElement[a.dtype] || (nameA < nameB ? -1 : nameA > nameB ? 1 : 0),
  );
  const members: string[] = [];
  if (metadata.size > 0) {
    for (const key of metadata.keys()) checkName(key);
    members.push(`"__metadata__":${JSON.stringify(Object.fromEntries(metadata))}`);
  }
  let dataBytes = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    checkName(name);
    if (dtype === 'F16' || dtype === 'BF16')
      reject(`Tensor ${quote(name)} is ${dtype}, which is read as F32 and must be written as such.`);
    checkShape(name, shape, data.length);
    const end = dataBytes + data.length * bytesPerElement[dtype];
    members.push(
      `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [dataBytes, end] })}`,
    );
    dataBytes = end;
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const headerBytes = Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(prefixBytes + headerBytes + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, prefixBytes, prefixBytes + headerBytes);
  file.set(header, prefixBytes);
  let offset = prefixBytes + headerBytes;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

function checkName(name: string): void {
  if (name === '__metadata__' || !name.isWellFormed())
    reject(`A tensor or metadata key cannot be called ${quote(name)}.`);
}

function checkShape(name: string, shape: readonly number[], length: number): void {
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0))
    reject(`Tensor ${quote(name)} has the shape ${describeShape(shape)}, which cannot be written.`);
  if (elementCount(shape) !== length)
    reject(`Tensor ${quote(name)} of ${describeShape(shape)} has ${length} elements.`);
}
