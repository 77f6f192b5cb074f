/** @file Sums over what tiles left behind, always in the order of the tiles. */
import { floats } from './simd';

/** `sums[j] = Σ_part parts[part][j]` for `size` floats; parts are `stride` bytes apart. */
export function sumParts(parts: usize, stride: usize, count: i32, size: i32, sums: usize): void {
  let column = 0;
  for (; column + 4 <= size; column += 4) {
    let part = parts + floats(column);
    let sum = f32x4.splat(0);
    for (let i = 0; i < count; ++i) {
      sum = f32x4.add(sum, v128.load(part));
      part += stride;
    }
    v128.store(sums + floats(column), sum);
  }
  for (; column < size; ++column) {
    let part = parts + floats(column);
    let sum: f32 = 0;
    for (let i = 0; i < count; ++i) {
      sum += load<f32>(part);
      part += stride;
    }
    store<f32>(sums + floats(column), sum);
  }
}
