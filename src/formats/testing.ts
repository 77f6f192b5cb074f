/** @file Halves of other programs' files, for tests: rounded to nearest, ties to even. We write none. */

/** Bits of the nearest float16. */
export function narrowToFloat16(number: number): number {
  if (Number.isNaN(number)) return 0x7e00;
  const sign = number < 0 || Object.is(number, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(number);
  if (magnitude >= 65520) return sign | 0x7c00;
  // The spacing of float16 numbers around this one; 2⁻²⁴ among the subnormals.
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const spacing = 2 ** (exponent - 10);
  const steps = roundHalfToEven(magnitude / spacing);
  // A subnormal has no implicit leading 1024; carrying over into the next exponent works out by itself.
  return sign | ((exponent + 14) * 1024 + steps);
}

/** Bits of the nearest bfloat16. */
export function narrowToBfloat16(number: number): number {
  if (Number.isNaN(number)) return 0x7fc0;
  const [word = 0] = new Uint32Array(Float32Array.of(number).buffer);
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
