/** @file Four floats at a time: the few vector idioms that every kernel uses. */

/** `a·b + c`, in one rounding where the processor and the build (`relaxed-simd`) offer it. */
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes, in an order that never changes. */
@inline
export function sumLanes(x: v128): f32 {
  const low = f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 2);
  const high = f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3);
  return low + high;
}

@inline
export function maxLanes(x: v128): f32 {
  const low = max<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 2));
  const high = max<f32>(f32x4.extract_lane(x, 1), f32x4.extract_lane(x, 3));
  return max<f32>(low, high);
}

/** The first `count` (1 to 3) floats at `pointer`, the other lanes `fill`; reads nothing beyond them. */
@inline
export function loadPartial(pointer: usize, count: i32, fill: f32): v128 {
  let x = f32x4.replace_lane(f32x4.splat(fill), 0, load<f32>(pointer));
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(pointer, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(pointer, 8));
  return x;
}

/** Writes the first `count` (1 to 3) lanes. */
@inline
export function storePartial(pointer: usize, x: v128, count: i32): void {
  store<f32>(pointer, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(pointer, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(pointer, f32x4.extract_lane(x, 2), 8);
}

/** The bytes of `count` floats. */
@inline
export function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** `value` rounded up to a multiple of eight, the width of a panel. */
@inline
export function roundUp8(value: i32): i32 {
  return (value + 7) & ~7;
}

@inline
export function divideUp(value: i32, by: i32): i32 {
  return (value + by - 1) / by;
}
