/** @file Register tiles of convolution: as in `tiles.ts`, with the rows found through tables of addresses. */
import { floats, fma } from './simd';

/**
 * 6 rows × 8 columns of `Σ_segment Σ_k source[segment][row][k] · weights[segment][k][column]`, stored where
 * `targets` says.
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
  for (let segment = 0; segment < segments; ++segment) {
    let a0 = load<usize>(sources);
    let a1 = load<usize>(sources, 4);
    let a2 = load<usize>(sources, 8);
    let a3 = load<usize>(sources, 12);
    let a4 = load<usize>(sources, 16);
    let a5 = load<usize>(sources, 20);
    const end = a0 + floats(depth);
    while (a0 < end) {
      const b0 = v128.load(weights);
      const b1 = v128.load(weights, 16);
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
      weights += 32;
    }
    sources += sourceStride;
  }
  storeAt(load<usize>(targets), c00, c01);
  storeAt(load<usize>(targets, 4), c10, c11);
  storeAt(load<usize>(targets, 8), c20, c21);
  storeAt(load<usize>(targets, 12), c30, c31);
  storeAt(load<usize>(targets, 16), c40, c41);
  storeAt(load<usize>(targets, 20), c50, c51);
}

@inline
function storeAt(target: usize, low: v128, high: v128): void {
  v128.store(target, low);
  v128.store(target, high, 16);
}

/**
 * `sums[r][j] += Σ_run Σ_k a[run][k][r] · b[run][k][j]` for 6 × 8 floats: the gradient of one tap of a filter,
 * summed over runs of neighbouring pixels. Strides are in bytes.
 */
export function tileOuterRuns(
  a: usize,
  aStride: usize,
  aRunStride: usize,
  b: usize,
  bStride: usize,
  bRunStride: usize,
  length: i32,
  runs: i32,
  sums: usize,
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
  addAt(sums, c00, c01);
  addAt(sums + 32, c10, c11);
  addAt(sums + 64, c20, c21);
  addAt(sums + 96, c30, c31);
  addAt(sums + 128, c40, c41);
  addAt(sums + 160, c50, c51);
}

@inline
function addAt(target: usize, low: v128, high: v128): void {
  v128.store(target, f32x4.add(v128.load(target), low));
  v128.store(target, f32x4.add(v128.load(target, 16), high), 16);
}
