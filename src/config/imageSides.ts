/** @file How large the images of each dataset are, known before any is loaded. */
import type { DatasetName } from './schema.ts';

/** Pixels. */
export const imageSides: Readonly<Record<DatasetName, number>> = {
  'emoji-32': 32,
  'fashion-mnist': 28,
  shapes: 32,
};
