/** @file A map as pixels, one for each place: RGBA that the browser enlarges. */

/** What is dark of a picture that nobody looks at. */
const VEIL = 0.86;

type Rgba = Uint8ClampedArray<ArrayBuffer>;

/** A dark veil that opens where the map is bright. */
export function veil(brightness: Float64Array): Rgba {
  const rgba = new Uint8ClampedArray(4 * brightness.length);
  for (const [place, bright] of brightness.entries())
    rgba.set([10, 12, 16, 255 * VEIL * (1 - bright)], 4 * place);
  return rgba;
}

/** From dark to light by way of a colour, so that also who sees no colours sees the order. */
const RAMP = [
  [16, 18, 24],
  [176, 74, 20],
  [255, 240, 200],
] as const;

/** The map alone. */
export function heat(brightness: Float64Array): Rgba {
  const rgba = new Uint8ClampedArray(4 * brightness.length);
  for (const [place, bright] of brightness.entries()) {
    const at = bright * (RAMP.length - 1);
    const below = Math.min(Math.floor(at), RAMP.length - 2);
    const mixed = [0, 1, 2].map((channel) => {
      const from = RAMP[below]?.[channel] ?? 0;
      return from + (at - below) * ((RAMP[below + 1]?.[channel] ?? 0) - from);
    });
    rgba.set([...mixed, 255], 4 * place);
  }
  return rgba;
}
