/**
 * @file exp, erf and GELU on four floats. The coefficients are least-squares fits made minimax by Lawson's
 * iteration; each function stays within 4e-7 of the true one (relative for exp, absolute for erf).
 */
import { fma } from './simd';

/** 1.5·2²³: adding it to a small float leaves the nearest integer in the low bits. */
const ROUNDER: f32 = 12582912.0;

/**
 * Where the constants of these functions lie. They are in memory because V8 builds so many vector constants anew at
 * every use, and loading one is a single instruction.
 */
let constants: usize = 0;

/** Must be called once in every thread; all write the same 19 floats. */
export function writeConstants(at: usize): void {
  constants = at;
  // exp: 1 / ln 2; ln 2 in two parts, so that the remainder keeps its last bits; the polynomial, highest power first.
  store<f32>(at, 1.44269504);
  store<f32>(at, -0.693359375, 4);
  store<f32>(at, 2.1219444e-4, 8);
  store<f32>(at, 0.00138146128, 12);
  store<f32>(at, 0.00836871006, 16);
  store<f32>(at, 0.041668389, 20);
  store<f32>(at, 0.166665211, 24);
  store<f32>(at, 0.49999994, 28);
  // erf: numerator and denominator, highest power first.
  store<f32>(at, 1.91107343e-8, 32);
  store<f32>(at, -1.94230029e-6, 36);
  store<f32>(at, 0.000147285828, 40);
  store<f32>(at, 0.00399056915, 44);
  store<f32>(at, 0.0515248962, 48);
  store<f32>(at, 0.207125396, 52);
  store<f32>(at, 1.12837911, 56);
  store<f32>(at, 0.00102110987, 60);
  store<f32>(at, 0.0149580734, 64);
  store<f32>(at, 0.117970802, 68);
  store<f32>(at, 0.51689136, 72);
}

/** The `table` of the functions below; to be read once before a loop. */
@inline
export function functionTable(): usize {
  return constants;
}

/** `eˣ`; below −87.3 the result stays at 1e-38, above 88.7 at 3e38. NaN stays NaN. */
@inline
export function exp4(x: v128, table: usize): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.7)), f32x4.splat(-87.3));
  const shifted = fma(clamped, v128.load32_splat(table), f32x4.splat(ROUNDER));
  const whole = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  let rest = fma(whole, v128.load32_splat(table, 4), clamped);
  rest = fma(whole, v128.load32_splat(table, 8), rest);
  let p = fma(rest, v128.load32_splat(table, 12), v128.load32_splat(table, 16));
  p = fma(rest, p, v128.load32_splat(table, 20));
  p = fma(rest, p, v128.load32_splat(table, 24));
  p = fma(rest, p, v128.load32_splat(table, 28));
  const value = f32x4.add(fma(f32x4.mul(rest, rest), p, rest), f32x4.splat(1));
  return i32x4.add(value, i32x4.shl(shifted, 23));
}

/** `erf(x)` as an odd rational function on [−4, 4]; beyond it is ±1 in single precision. */
@inline
export function erf4(x: v128, table: usize): v128 {
  const c = f32x4.pmax(f32x4.pmin(x, f32x4.splat(4)), f32x4.splat(-4));
  const z = f32x4.mul(c, c);
  let p = fma(z, v128.load32_splat(table, 32), v128.load32_splat(table, 36));
  p = fma(z, p, v128.load32_splat(table, 40));
  p = fma(z, p, v128.load32_splat(table, 44));
  p = fma(z, p, v128.load32_splat(table, 48));
  p = fma(z, p, v128.load32_splat(table, 52));
  p = fma(z, p, v128.load32_splat(table, 56));
  let q = fma(z, v128.load32_splat(table, 60), v128.load32_splat(table, 64));
  q = fma(z, q, v128.load32_splat(table, 68));
  q = fma(z, q, v128.load32_splat(table, 72));
  q = fma(z, q, f32x4.splat(1));
  const value = f32x4.div(f32x4.mul(c, p), q);
  return f32x4.pmax(f32x4.pmin(value, f32x4.splat(1)), f32x4.splat(-1));
}

/** `Φ(x)`, the normal distribution function. */
@inline
function normalCdf4(x: v128, table: usize): v128 {
  const half = f32x4.splat(0.5);
  return fma(half, erf4(f32x4.mul(x, f32x4.splat(0.70710678)), table), half);
}

/** `x·Φ(x)` */
@inline
export function gelu4(x: v128, table: usize): v128 {
  return f32x4.mul(x, normalCdf4(x, table));
}

/** `Φ(x) + x·φ(x)`, the derivative of GELU. */
@inline
export function geluDerivative4(x: v128, table: usize): v128 {
  const density = f32x4.mul(exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)), table), f32x4.splat(0.39894228));
  return fma(x, density, normalCdf4(x, table));
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
