/**
 * @file exp, erf and GELU on four floats. The coefficients are least-squares fits made minimax by Lawson's
 * iteration; each function stays within 4e-7 of the true one (relative for exp, absolute for erf).
 */
import { fma } from './simd';

/** 1.5·2²³: adding it to a small float leaves the nearest integer in the low bits. */
const ROUNDER: f32 = 12582912.0;

/** `eˣ`; below −87.3 the result stays at 1e-38, above 88.7 at 3e38. NaN stays NaN. */
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.7)), f32x4.splat(-87.3));
  const shifted = fma(clamped, f32x4.splat(1.44269504), f32x4.splat(ROUNDER));
  const whole = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  // ln 2 in two parts, so that the remainder keeps its last bits.
  let rest = fma(whole, f32x4.splat(-0.693359375), clamped);
  rest = fma(whole, f32x4.splat(2.12194440e-4), rest);
  let p = fma(rest, f32x4.splat(0.00138146128), f32x4.splat(0.00836871006));
  p = fma(rest, p, f32x4.splat(0.041668389));
  p = fma(rest, p, f32x4.splat(0.166665211));
  p = fma(rest, p, f32x4.splat(0.49999994));
  const value = f32x4.add(fma(f32x4.mul(rest, rest), p, rest), f32x4.splat(1));
  return i32x4.add(value, i32x4.shl(shifted, 23));
}

/** `erf(x)` as an odd rational function on [−4, 4]; beyond it is ±1 in single precision. */
@inline
export function erf4(x: v128): v128 {
  const c = f32x4.pmax(f32x4.pmin(x, f32x4.splat(4)), f32x4.splat(-4));
  const z = f32x4.mul(c, c);
  let p = fma(z, f32x4.splat(1.91107343e-8), f32x4.splat(-1.94230029e-6));
  p = fma(z, p, f32x4.splat(0.000147285828));
  p = fma(z, p, f32x4.splat(0.00399056915));
  p = fma(z, p, f32x4.splat(0.0515248962));
  p = fma(z, p, f32x4.splat(0.207125396));
  p = fma(z, p, f32x4.splat(1.12837911));
  let q = fma(z, f32x4.splat(0.00102110987), f32x4.splat(0.0149580734));
  q = fma(z, q, f32x4.splat(0.117970802));
  q = fma(z, q, f32x4.splat(0.51689136));
  q = fma(z, q, f32x4.splat(1));
  const value = f32x4.div(f32x4.mul(c, p), q);
  return f32x4.pmax(f32x4.pmin(value, f32x4.splat(1)), f32x4.splat(-1));
}

/** `Φ(x)`, the normal distribution function. */
@inline
function normalCdf4(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return fma(half, erf4(f32x4.mul(x, f32x4.splat(0.70710678))), half);
}

/** `x·Φ(x)` */
@inline
export function gelu4(x: v128): v128 {
  return f32x4.mul(x, normalCdf4(x));
}

/** `Φ(x) + x·φ(x)`, the derivative of GELU. */
@inline
export function geluDerivative4(x: v128): v128 {
  const density = f32x4.mul(exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))), f32x4.splat(0.39894228));
  return fma(x, density, normalCdf4(x));
}

/**
 * `ln x` of a positive, normal number, from `x = 2ᵉ·m` and the series of artanh: within 1e-9. The standard
 * library's logarithm reads a table, and a table would be a data segment in a heap that is not ours.
 */
export function logarithm(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  // √½ ≤ m < √2
  const exponent = (bits - 0x3f3504f3) >> 23;
  const m = <f64>reinterpret<f32>(bits - (exponent << 23));
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const series = 1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11)))));
  return <f32>(<f64>exponent * 0.6931471805599453 + 2 * s * series);
}
