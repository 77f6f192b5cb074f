/** @file A link as a QR code: the path of its dark squares, of side 1. Pure. */
import { encode } from 'uqr';

export interface QrCode {
  /** Squares along a side, with the quiet margin. */
  size: number;
  path: string;
}

/** Squares that stay light around it, as the standard asks. */
const MARGIN = 4;

/** Null where so much text has no code. */
export function qrOf(text: string): QrCode | null {
  try {
    const { data, size } = encode(text, { ecc: 'M', border: MARGIN });
    const path = data
      .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('');
    return { size, path };
  } catch {
    return null;
  }
}
