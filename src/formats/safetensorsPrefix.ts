/** @file What the first bytes of a safetensors file tell, so that a wrong file need not be read as a whole. */
import { foreignFile } from './foreignFile.ts';
import { reject } from './safetensorsError.ts';
import { prefixBytes } from './safetensorsTypes.ts';

/** The limit of the format's reference implementation. */
const maximumHeaderBytes = 100_000_000;

/** The most that a run is read from: a browser's tab must hold it twice. */
export const maximumFileBytes = 1_000_000_000;

/** Whether a header may begin at byte 8: with its brace, or, as the reference library allows, with space before it. */
export const opensHeader = (start: Uint8Array): boolean =>
  ['{', ' ', '\t', '\n', '\r'].includes(String.fromCharCode(start[prefixBytes] ?? 0));

/**
 * The header's length.
 * @param start at least the file's first {@link startBytes} bytes, or all where it has fewer
 * @throws SafetensorsError if the file cannot have such a header, saying what it is where that is known
 */
export function readHeaderLength(start: Uint8Array, fileBytes: number): number {
  if (start.length < prefixBytes)
    reject(`The file has ${fileBytes} bytes; a safetensors file begins with ${prefixBytes} of length.`);
  const claim = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  const problem = problemOf(claim, fileBytes - prefixBytes, start);
  if (problem !== undefined) reject(foreignFile(start) ?? problem);
  return Number(claim);
}

function problemOf(claim: bigint, available: number, start: Uint8Array): string | undefined {
  if (claim > BigInt(available))
    return `Bytes 0–7 claim a header of ${claim} bytes, but only ${available} follow: cut short, or not safetensors.`;
  if (claim > BigInt(maximumHeaderBytes))
    return `Bytes 0–7 claim a header of ${claim} bytes; the limit is ${maximumHeaderBytes}.`;
  return opensHeader(start) ? undefined : `Byte ${prefixBytes} does not open the header with "{".`;
}
