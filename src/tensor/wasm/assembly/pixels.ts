/** @file The rectifier, pooling over an image, and moving averages. */
import { Kernel } from './dispatch';
import { divideUp, floats, fma, loadPartial, storePartial } from './simd';
import { sumParts } from './sums';
import { jobArguments, parallel } from './threads';

const TILE: i32 = 8192;

@unmanaged
class Pixels {
  x: usize;
  /** Of the rectifier's gradient: where the gate is open. */
  gate: usize;
  result: usize;
  /** Elements, or the pixels of one image. */
  size: i32;
  channels: i32;
}

@inline
function pixelsJob(): Pixels {
  return changetype<Pixels>(jobArguments());
}

/** `y = max(x, 0)` */
export function relu(x: usize, y: usize, size: i32): void {
  reluGradient(x, x, y, size);
}

/** `dx = dy` where `y > 0`, else 0. */
export function reluGradient(dy: usize, y: usize, dx: usize, size: i32): void {
  const job = pixelsJob();
  job.x = dy;
  job.gate = y;
  job.result = dx;
  job.size = size;
  parallel(Kernel.RELU, divideUp(size, TILE));
}

export function reluTile(tile: i32): void {
  const job = pixelsJob();
  const first = floats(tile * TILE);
  let x = job.x + first;
  let gate = job.gate + first;
  let result = job.result + first;
  const zero = f32x4.splat(0);
  let left = min(TILE, job.size - tile * TILE);
  for (; left >= 4; left -= 4) {
    v128.store(result, v128.andnot(v128.load(x), f32x4.le(v128.load(gate), zero)));
    x += 16;
    gate += 16;
    result += 16;
  }
  if (left > 0) {
    const closed = f32x4.le(loadPartial(gate, left, 0), zero);
    storePartial(result, v128.andnot(loadPartial(x, left, 0), closed), left);
  }
}

/** `y [batch, channels]` = mean over the pixels of `x [batch, pixels, channels]`. */
export function meanPixels(x: usize, y: usize, batch: i32, pixels: i32, channels: i32): void {
  const job = pixelsJob();
  job.x = x;
  job.result = y;
  job.size = pixels;
  job.channels = channels;
  parallel(Kernel.MEAN_PIXELS, batch);
}

export function meanPixelsTile(image: i32): void {
  const job = pixelsJob();
  const stride = floats(job.channels);
  const y = job.result + stride * image;
  sumParts(job.x + stride * job.size * image, stride, job.size, job.channels, y);
  const share = <f32>1 / <f32>job.size;
  for (let at: usize = 0; at < stride; at += 4) store<f32>(y + at, load<f32>(y + at) * share);
}

/** `dx [batch, pixels, channels]` = `dy [batch, channels]` / pixels. */
export function meanPixelsGradient(dy: usize, dx: usize, batch: i32, pixels: i32, channels: i32): void {
  const job = pixelsJob();
  job.x = dy;
  job.result = dx;
  job.size = pixels;
  job.channels = channels;
  parallel(Kernel.MEAN_PIXELS_GRADIENT, batch);
}

export function meanPixelsGradientTile(image: i32): void {
  const job = pixelsJob();
  const stride = floats(job.channels);
  const dy = job.x + stride * image;
  const share = f32x4.splat(<f32>1 / <f32>job.size);
  let dx = job.result + stride * job.size * image;
  for (let pixel = 0; pixel < job.size; ++pixel) {
    let left = job.channels;
    let at: usize = 0;
    for (; left >= 4; left -= 4) {
      v128.store(dx + at, f32x4.mul(v128.load(dy + at), share));
      at += 16;
    }
    if (left > 0) storePartial(dx + at, f32x4.mul(loadPartial(dy + at, left, 0), share), left);
    dx += stride;
  }
}

/** `average ← keep · average + take · value`, in place. */
export function moveTowards(average: usize, value: usize, size: i32, keep: f32, take: f32): void {
  const old = f32x4.splat(keep);
  const fresh = f32x4.splat(take);
  for (; size >= 4; size -= 4) {
    v128.store(average, fma(v128.load(average), old, f32x4.mul(v128.load(value), fresh)));
    average += 16;
    value += 16;
  }
  if (size > 0) {
    const moved = fma(loadPartial(average, size, 0), old, f32x4.mul(loadPartial(value, size, 0), fresh));
    storePartial(average, moved, size);
  }
}
