/** @file Where an explanation stands: below its word, above where there is no room, never beyond the screen. Pure. */

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Size {
  width: number;
  height: number;
}

/** Pixels between word and explanation, and between explanation and the screen's edge. */
const GAP = 6;
const EDGE = 8;

/** @returns the explanation's top left corner, in the screen's pixels */
export function placeBeside(word: Box, { width, height }: Size, screen: Size): { left: number; top: number } {
  const left = Math.max(EDGE, Math.min(word.left, screen.width - width - EDGE));
  const below = word.bottom + GAP;
  const above = word.top - GAP - height;
  const fitsBelow = below + height <= screen.height - EDGE;
  return {
    left,
    top: fitsBelow || above < EDGE ? Math.max(EDGE, Math.min(below, screen.height - height - EDGE)) : above,
  };
}
