/** @file float16 and bfloat16 as float32, which holds each of them exactly. */

const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

function float32OfBits(word: number): number {
  bits[0] = word;
  return value[0] ?? 0;
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
