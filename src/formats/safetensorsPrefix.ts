/** @file What the first bytes of a safetensors file tell, so that a wrong file need not be read as a whole. */
import { reject } from './safetensorsError.ts';
import { prefixBytes } from './safetensorsTypes.ts';

/** The limit of the format's reference implementation. */
const maximumHeaderBytes = 100_000_000;

/** The most that a run is read from: a browser's tab must hold it twice. */
export const maximumFileBytes = 1_000_000_000;

/**
 * The header's length.
 * @param prefix at least the file's first 8 bytes, or all where it has fewer
 * @throws SafetensorsError if the file cannot have such a header
 */
export function readHeaderLength(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.length < prefixBytes)
    reject(`The file has ${fileBytes} bytes; a safetensors file begins with ${prefixBytes} of length.`);
  const claim = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true);
  const available = fileBytes - prefixBytes;
  if (claim > BigInt(available))
    reject(
      `Bytes 0–7 claim a header of ${claim} bytes, but only ${available} follow: cut short, or not safetensors.`,
    );
  if (claim > BigInt(maximumHeaderBytes))
    reject(`Bytes 0–7 claim a header of ${claim} bytes; the limit is ${maximumHeaderBytes}.`);
  return Number(claim);
}
