/** @file GELU and its gradient, element by element. */
import { Kernel } from './dispatch';
import { functionTable, gelu4, geluDerivative4 } from './functions';
import { divideUp, floats, loadPartial, storePartial } from './simd';
import { jobArguments, parallel } from './threads';

const TILE: i32 = 8192;

@unmanaged
class Elementwise {
  x: usize;
  /** Null for the function itself. */
  dy: usize;
  result: usize;
  size: i32;
}

@inline
function elementwise(): Elementwise {
  return changetype<Elementwise>(jobArguments());
}

/** `y = gelu(x)` */
export function gelu(x: usize, y: usize, size: i32): void {
  start(x, 0, y, size);
}

/** `dx = dy · gelu′(x)` */
export function geluGradient(dy: usize, x: usize, dx: usize, size: i32): void {
  start(x, dy, dx, size);
}

function start(x: usize, dy: usize, result: usize, size: i32): void {
  const job = elementwise();
  job.x = x;
  job.dy = dy;
  job.result = result;
  job.size = size;
  parallel(Kernel.GELU, divideUp(size, TILE));
}

export function geluTile(tile: i32): void {
  const job = elementwise();
  const first = tile * TILE;
  const count = min(TILE, job.size - first);
  const x = job.x + floats(first);
  const result = job.result + floats(first);
  if (job.dy) gradient(job.dy + floats(first), x, result, count);
  else geluRange(x, result, count);
}

/** `y = gelu(x)` for `count` floats, by this thread. */
export function geluRange(x: usize, y: usize, count: i32): void {
  const table = functionTable();
  for (; count >= 4; count -= 4) {
    v128.store(y, gelu4(v128.load(x), table));
    x += 16;
    y += 16;
  }
  if (count > 0) storePartial(y, gelu4(loadPartial(x, count, 0), table), count);
}

function gradient(dy: usize, x: usize, dx: usize, count: i32): void {
  const table = functionTable();
  for (; count >= 4; count -= 4) {
    v128.store(dx, f32x4.mul(v128.load(dy), geluDerivative4(v128.load(x), table)));
    x += 16;
    dy += 16;
    dx += 16;
  }
  if (count > 0) {
    const slope = geluDerivative4(loadPartial(x, count, 0), table);
    storePartial(dx, f32x4.mul(loadPartial(dy, count, 0), slope), count);
  }
}
