/**
 * @file Reads the PNG files of recorded runs without the browser's decoder: a canvas gives its pixels back altered where
 * the browser guards against fingerprinting, and Node has none. Only what such files are: pictures of at most 256 colours
 * from a palette, not interlaced (ISO/IEC 15948).
 */

/** The file is no such PNG; the message is a sentence about it. */
export class PngError extends Error {
  override readonly name = 'PngError';
}

export interface Pixels {
  /** In pixels, as is the height. */
  width: number;
  height: number;
  /** `[height, width, 4]` */
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What a picture may take once it is unpacked, bytes of RGBA. */
const MOST_BYTES = 64e6;
const PALETTE = 3;

/** @throws {PngError} where it is damaged, or of another kind */
export async function readPng(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  const { header, palette, data } = readChunks(bytes);
  const { width, height, depth } = header;
  const stride = Math.ceil((width * depth) / 8);
  const rows = await inflate(data);
  if (rows.length !== height * (stride + 1)) throw new PngError('It has too few or too many pixels.');
  const rgba = new Uint8ClampedArray(width * height * 4);
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const row = rows.subarray(start + 1, start + 1 + stride);
    unfilter(rows[start] ?? 0, row, above);
    for (let x = 0; x < width; x += 1) {
      const colour = 3 * indexAt(row, x, depth);
      if (colour >= palette.length) throw new PngError('It names a colour that it does not have.');
      rgba.set(palette.subarray(colour, colour + 3), 4 * (y * width + x));
      rgba[4 * (y * width + x) + 3] = 255;
    }
    above = row;
  }
  return { width, height, rgba };
}

interface Header {
  width: number;
  height: number;
  /** Bits of an index into the palette. */
  depth: number;
}

function readChunks(bytes: Uint8Array<ArrayBuffer>) {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) throw new PngError('It is no PNG.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: Header | undefined;
  let palette = new Uint8Array();
  const data: Uint8Array<ArrayBuffer>[] = [];
  for (let at = SIGNATURE.length; ;) {
    if (at + 12 > bytes.length) throw new PngError('It is cut short.');
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new PngError('It is cut short.');
    if (view.getUint32(end) !== checksum(bytes.subarray(at + 4, end))) throw new PngError('It is damaged.');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, end);
    at = end + 4;
    if (type === 'IHDR') header = readHeader(content);
    else if (type === 'PLTE') palette = content;
    else if (type === 'IDAT') data.push(content);
    else if (type === 'IEND') break;
  }
  if (header === undefined) throw new PngError('It has no header.');
  return { header, palette, data };
}

function readHeader(content: Uint8Array<ArrayBuffer>): Header {
  if (content.length !== 13) throw new PngError('It is damaged.');
  const view = new DataView(content.buffer, content.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colourType, , , interlace] = content.subarray(8);
  if (colourType !== PALETTE || interlace !== 0 || ![1, 2, 4, 8].includes(depth))
    throw new PngError('It is not of a palette, or interlaced.');
  if (width * height === 0 || width * height * 4 > MOST_BYTES)
    throw new PngError(`It is of ${width} by ${height} pixels.`);
  return { width, height, depth };
}

async function inflate(data: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  const unpacking = new Blob([...data]).stream().pipeThrough(new DecompressionStream('deflate'));
  try {
    return new Uint8Array(await new Response(unpacking).arrayBuffer());
  } catch (cause) {
    throw new PngError('It is damaged.', { cause });
  }
}

/** Takes a row's filter off, in place. Indices are at most a byte, so that each pixel's left neighbour is a byte ahead. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array): void {
  if (filter === 0) return;
  for (let at = 0; at < row.length; at += 1) {
    const [left, up, corner] = [row[at - 1] ?? 0, above[at] ?? 0, at === 0 ? 0 : (above[at - 1] ?? 0)];
    row[at] = (row[at] ?? 0) + predicted(filter, left, up, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      throw new PngError('It is damaged.');
  }
}

/** That of the three which is nearest to left + up − corner. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** The index of a pixel in a row whose bytes hold several, the highest bits first. */
function indexAt(row: Uint8Array, x: number, depth: number): number {
  if (depth === 8) return row[x] ?? 0;
  const bit = x * depth;
  return ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** CRC-32 of a chunk's type and content. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});
