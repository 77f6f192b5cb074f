/** @file Sums over one row of floats. */
import { fma, loadPartial, sumLanes } from './simd';

/** `Σ x` */
export function sumRow(x: usize, size: i32): f32 {
  let sum = f32x4.splat(0);
  for (; size >= 4; size -= 4) {
    sum = f32x4.add(sum, v128.load(x));
    x += 16;
  }
  if (size > 0) sum = f32x4.add(sum, loadPartial(x, size, 0));
  return sumLanes(sum);
}

/** `Σ (x − centre)²` */
export function sumSquares(x: usize, size: i32, centre: f32): f32 {
  const middle = f32x4.splat(centre);
  let sum = f32x4.splat(0);
  for (; size >= 4; size -= 4) {
    const distance = f32x4.sub(v128.load(x), middle);
    sum = fma(distance, distance, sum);
    x += 16;
  }
  if (size > 0) {
    const distance = f32x4.sub(loadPartial(x, size, centre), middle);
    sum = fma(distance, distance, sum);
  }
  return sumLanes(sum);
}

/** `Σ a·b` */
export function dotRows(a: usize, b: usize, size: i32): f32 {
  let sum = f32x4.splat(0);
  for (; size >= 4; size -= 4) {
    sum = fma(v128.load(a), v128.load(b), sum);
    a += 16;
    b += 16;
  }
  if (size > 0) sum = fma(loadPartial(a, size, 0), loadPartial(b, size, 0), sum);
  return sumLanes(sum);
}
