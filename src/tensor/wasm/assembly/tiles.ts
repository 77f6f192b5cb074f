/**
 * @file The register tiles that all matrix products are made of: 6 rows × 8 columns of the result in twelve
 * registers, and one step along the summed dimension per turn. That is what sixteen 128-bit registers hold, and
 * the turn is not unrolled because V8's register allocator then spills.
 *
 * Every element is summed in the order of the summed dimension, whatever the tiling: results do not depend on
 * how a product is cut into tiles.
 */
import { fma, floats } from './simd';

export const TILE_ROWS: i32 = 6;
export const TILE_COLUMNS: i32 = 8;

/**
 * `c[r][j] = initial[j] + Σ_k a[r][k] · b[k][j]` for `rows` ≤ 6 rows and 8 columns.
 * Rows beyond `rows` repeat the last one. Strides are in bytes; `initial` and each `b[k]` are 8 floats.
 */
export function tileProduct(
  a: usize,
  aStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  initial: usize,
  c: usize,
  cStride: usize,
): void {
  multiplyRows(false, a, aStride, rows - 1, 1, depth, b, bStride, v128.load(initial), v128.load(initial, 16), c, cStride);
}

/**
 * 6 rows × 8 columns of `Σ_segment Σ_k source[segment][row][k] · weights[segment][k][column]`, the tile of a
 * convolution, stored where `targets` says.
 * @param sources `[segments][…]` addresses of runs of `depth` floats, `sourceStride` bytes from segment to segment;
 *   the first six of each are used
 * @param weights `[segments][depth][8]`
 * @param targets six addresses of 8 floats; equal addresses must stand for equal rows
 */
export function tileGather(
  sources: usize,
  sourceStride: usize,
  segments: i32,
  depth: i32,
  weights: usize,
  targets: usize,
): void {
  const zero = f32x4.splat(0);
  multiplyRows(true, sources, sourceStride, 0, segments, depth, weights, 32, zero, zero, targets, 0);
}

/**
 * What both have in common, compiled once for each. `gathered`: `a` and `c` are tables of the rows' addresses, and
 * `aStride` leads to the next segment's. Else they are matrices of rows 0 … `last`, and there is one segment.
 */
@inline
function multiplyRows(
  gathered: bool,
  a: usize,
  aStride: usize,
  last: i32,
  segments: i32,
  depth: i32,
  b: usize,
  bStride: usize,
  low: v128,
  high: v128,
  c: usize,
  cStride: usize,
): void {
  let c00 = low;
  let c01 = high;
  let c10 = low;
  let c11 = high;
  let c20 = low;
  let c21 = high;
  let c30 = low;
  let c31 = high;
  let c40 = low;
  let c41 = high;
  let c50 = low;
  let c51 = high;
  for (let segment = 0; segment < segments; ++segment) {
    let a0 = rowAddress(gathered, a, aStride, 0, last);
    let a1 = rowAddress(gathered, a, aStride, 1, last);
    let a2 = rowAddress(gathered, a, aStride, 2, last);
    let a3 = rowAddress(gathered, a, aStride, 3, last);
    let a4 = rowAddress(gathered, a, aStride, 4, last);
    let a5 = rowAddress(gathered, a, aStride, 5, last);
    const end = a0 + floats(depth);
    while (a0 < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a0);
      c00 = fma(x, b0, c00);
      c01 = fma(x, b1, c01);
      x = v128.load32_splat(a1);
      c10 = fma(x, b0, c10);
      c11 = fma(x, b1, c11);
      x = v128.load32_splat(a2);
      c20 = fma(x, b0, c20);
      c21 = fma(x, b1, c21);
      x = v128.load32_splat(a3);
      c30 = fma(x, b0, c30);
      c31 = fma(x, b1, c31);
      x = v128.load32_splat(a4);
      c40 = fma(x, b0, c40);
      c41 = fma(x, b1, c41);
      x = v128.load32_splat(a5);
      c50 = fma(x, b0, c50);
      c51 = fma(x, b1, c51);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      a5 += 4;
      b += bStride;
    }
    if (!gathered) break;
    a += aStride;
  }
  // Repeated rows store the last row's values once more.
  storeRow(rowAddress(gathered, c, cStride, 5, last), c50, c51);
  storeRow(rowAddress(gathered, c, cStride, 4, last), c40, c41);
  storeRow(rowAddress(gathered, c, cStride, 3, last), c30, c31);
  storeRow(rowAddress(gathered, c, cStride, 2, last), c20, c21);
  storeRow(rowAddress(gathered, c, cStride, 1, last), c10, c11);
  storeRow(rowAddress(gathered, c, cStride, 0, last), c00, c01);
}

@inline
function rowAddress(gathered: bool, rows: usize, stride: usize, row: i32, last: i32): usize {
  return gathered ? load<usize>(rows + ((<usize>row) << 2)) : rows + stride * min(row, last);
}

/**
 * `c[r][j] (+)= Σ_run Σ_k a[run][k][r] · b[run][k][j]` for 6 rows and 8 columns: the product of a transposed matrix,
 * summed over runs of `length` neighbours. Each `a[run][k]` is 6 floats, each `b[run][k]` 8. With `accumulate` the
 * sum is added to `c`, else stored. Strides are in bytes.
 */
export function tileOuterProduct(
  a: usize,
  aStride: usize,
  aRunStride: usize,
  b: usize,
  bStride: usize,
  bRunStride: usize,
  length: i32,
  runs: i32,
  accumulate: bool,
  c: usize,
  cStride: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  for (let run = 0; run < runs; ++run) {
    let p = a;
    let q = b;
    const end = p + aStride * length;
    while (p < end) {
      const b0 = v128.load(q);
      const b1 = v128.load(q, 16);
      let x = v128.load32_splat(p);
      c00 = fma(x, b0, c00);
      c01 = fma(x, b1, c01);
      x = v128.load32_splat(p, 4);
      c10 = fma(x, b0, c10);
      c11 = fma(x, b1, c11);
      x = v128.load32_splat(p, 8);
      c20 = fma(x, b0, c20);
      c21 = fma(x, b1, c21);
      x = v128.load32_splat(p, 12);
      c30 = fma(x, b0, c30);
      c31 = fma(x, b1, c31);
      x = v128.load32_splat(p, 16);
      c40 = fma(x, b0, c40);
      c41 = fma(x, b1, c41);
      x = v128.load32_splat(p, 20);
      c50 = fma(x, b0, c50);
      c51 = fma(x, b1, c51);
      p += aStride;
      q += bStride;
    }
    a += aRunStride;
    b += bRunStride;
  }
  if (accumulate) {
    addRow(c, c00, c01);
    addRow(c + cStride, c10, c11);
    addRow(c + cStride * 2, c20, c21);
    addRow(c + cStride * 3, c30, c31);
    addRow(c + cStride * 4, c40, c41);
    addRow(c + cStride * 5, c50, c51);
  } else {
    storeRow(c, c00, c01);
    storeRow(c + cStride, c10, c11);
    storeRow(c + cStride * 2, c20, c21);
    storeRow(c + cStride * 3, c30, c31);
    storeRow(c + cStride * 4, c40, c41);
    storeRow(c + cStride * 5, c50, c51);
  }
}

@inline
function storeRow(c: usize, low: v128, high: v128): void {
  v128.store(c, low);
  v128.store(c, high, 16);
}

@inline
function addRow(c: usize, low: v128, high: v128): void {
  v128.store(c, f32x4.add(v128.load(c), low));
  v128.store(c, f32x4.add(v128.load(c, 16), high), 16);
}
