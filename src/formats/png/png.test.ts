import { describe, expect, it } from 'vitest';
import { readPng } from './png.ts';
import { chunk, data, header, palette, png } from './testing.ts';

/** The index that each pixel has in the palette. */
async function indices(file: Uint8Array<ArrayBuffer>): Promise<number[]> {
  const { rgba } = await readPng(file);
  return [...rgba].filter((_, at) => at % 4 === 0);
}

describe('readPng', () => {
  it('gives the pixels of a palette, opaque', async () => {
    const file = png(
      header(2, 2, 8),
      palette(4),
      chunk('tEXt', Buffer.from('passed over')),
      data([0, 0, 1], [0, 3, 2]),
    );
    expect(await readPng(file)).toEqual({
      width: 2,
      height: 2,
      rgba: new Uint8ClampedArray([0, 1, 2, 255, 1, 2, 3, 255, 3, 4, 5, 255, 2, 3, 4, 255]),
    });
  });

  it('takes every filter off', async () => {
    const rows = [
      [1, 10, 1, 1],
      [2, 1, 1, 1],
      [3, 1, 1, 1],
      [4, 1, 1, 1],
    ];
    expect(await indices(png(header(3, 4, 8), palette(40), data(...rows)))).toEqual([
      ...[10, 11, 12],
      ...[11, 12, 13],
      ...[6, 10, 12],
      ...[7, 11, 13],
    ]);
  });

  it.each([
    [1, [0b10110000], [1, 0, 1, 1, 0]],
    [2, [0b00011011, 0b01000000], [0, 1, 2, 3, 1]],
    [4, [0x01, 0x2f, 0x40], [0, 1, 2, 15, 4]],
  ])('reads indices of %i bits', async (depth, bytes, expected) => {
    expect(await indices(png(header(5, 1, depth), palette(16), data([0, ...bytes])))).toEqual(expected);
  });

  const whole = png(header(2, 1, 8), palette(2), data([0, 0, 1]));
  const altered = Uint8Array.from(whole, (byte, at) => (at === whole.length - 20 ? byte ^ 1 : byte));
  it.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['another file', new Uint8Array(Buffer.from('<!doctype html>')), 'It is no PNG.'],
    ['nothing', new Uint8Array(), 'It is no PNG.'],
    ['one that is cut short', whole.slice(0, -6), 'It is cut short.'],
    ['one that was altered', altered, 'It is damaged.'],
    ['one without a header', png(palette(2), data([0, 0, 1])), 'It has no header.'],
    ['true colour', png(header(2, 1, 8, 2), data([0, 0, 0, 0, 1, 1, 1])), 'not of a palette'],
    ['an interlaced one', png(header(2, 1, 8, 3, 1), palette(2), data([0, 0, 1])), 'interlaced'],
    ['one that is too large', png(header(60_000, 60_000, 8), palette(2)), '60000 by 60000'],
    ['a missing row', png(header(2, 2, 8), palette(2), data([0, 0, 1])), 'too few or too many'],
    [
      'data that do not unpack',
      png(header(2, 1, 8), palette(2), chunk('IDAT', Buffer.of(1, 2, 3))),
      'damaged',
    ],
    [
      'a colour that is not there',
      png(header(2, 1, 8), palette(1), data([0, 0, 1])),
      'a colour that it does not have',
    ],
    ['a filter that is none', png(header(2, 1, 8), palette(2), data([5, 0, 1])), 'It is damaged.'],
  ])('refuses %s', async (_, file, sentence) => {
    await expect(readPng(file)).rejects.toThrow(sentence);
  });
});
