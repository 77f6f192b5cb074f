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
  const last = rows - 1;
  let a0 = a;
  let a1 = a + aStride * min(1, last);
  let a2 = a + aStride * min(2, last);
  let a3 = a + aStride * min(3, last);
  let a4 = a + aStride * min(4, last);
  let a5 = a + aStride * min(5, last);
  let c00 = v128.load(initial);
  let c01 = v128.load(initial, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  let c40 = c00;
  let c41 = c01;
  let c50 = c00;
  let c51 = c01;
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
  // Repeated rows store the last row's values once more.
  storeRow(c + cStride * min(5, last), c50, c51);
  storeRow(c + cStride * min(4, last), c40, c41);
  storeRow(c + cStride * min(3, last), c30, c31);
  storeRow(c + cStride * min(2, last), c20, c21);
  storeRow(c + cStride * min(1, last), c10, c11);
  storeRow(c, c00, c01);
}

/**
 * `c[r][j] (+)= Σ_k a[k][r] · b[k][j]` for 6 rows and 8 columns: the product of a transposed matrix.
 * Each `a[k]` is 6 floats, each `b[k]` 8. With `accumulate` the sum is added to `c`, else stored.
 */
export function tileOuterProduct(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  depth: i32,
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
  for (let k = 0; k < depth; ++k) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = fma(x, b0, c40);
    c41 = fma(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = fma(x, b0, c50);
    c51 = fma(x, b1, c51);
    a += aStride;
    b += bStride;
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
