/** @file Pictures in a message: RGBA, one after the other. */
import { z } from 'zod';

/** `side·side·4` bytes each. */
export const picturesSchema = z.custom<Uint8ClampedArray<ArrayBuffer>>(
  (value) => value instanceof Uint8ClampedArray,
  'pictures are bytes',
);
