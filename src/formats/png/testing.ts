/** @file Writes PNG files for tests, also such as are no good. */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

export function header(width: number, height: number, depth: number, colourType = 3, interlace = 0): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(width, 0);
  content.writeUInt32BE(height, 4);
  content.set([depth, colourType, 0, 0, interlace], 8);
  return chunk('IHDR', content);
}

/** Colour i is (i, i + step, i + 2 step). */
export const palette = (colours: number, step = 1) =>
  chunk('PLTE', Buffer.from(Array.from({ length: colours }, (_, i) => [i, i + step, i + 2 * step]).flat()));

/** Rows with their filter in front. */
export const data = (...rows: number[][]) => chunk('IDAT', deflateSync(Buffer.from(rows.flat())));

export const png = (...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]));

/** One grey pixel below the other. */
export const greyColumn = (greys: readonly number[]): Uint8Array<ArrayBuffer> =>
  png(header(1, greys.length, 8), palette(256, 0), data(...greys.map((grey) => [0, grey])));
