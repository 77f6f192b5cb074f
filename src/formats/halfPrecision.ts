/** @file float16 and bfloat16 ↔ float32. Widening is exact; narrowing rounds to nearest, ties to even. */

const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

function float32OfBits(word: number): number {
  bits[0] = word;
  return value[0] ?? 0;
}

function bitsOfFloat32(number: number): number {
  value[0] = number;
  return bits[0] ?? 0;
}

/** The float16 with these 16 bits. */
export function widenFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The bfloat16 with these 16 bits: the upper half of a float32. */
export function widenBfloat16(half: number): number {
  return float32OfBits(half << 16);
}

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
  const word = bitsOfFloat32(number);
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
