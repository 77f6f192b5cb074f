/** @file ℓ2 normalisation of rows and its gradient. */
import { Kernel } from './dispatch';
import { dotRows, sumSquares } from './rows';
import { divideUp, floats, fma, loadPartial, storePartial } from './simd';
import { jobArguments, parallel } from './threads';

const ROWS: i32 = 64;

@unmanaged
class Normalize {
  x: usize;
  y: usize;
  inverseNorm: usize;
  dy: usize;
  dx: usize;
  rows: i32;
  dim: i32;
  epsilon: f32;
}

@inline
function normalizeJob(): Normalize {
  return changetype<Normalize>(jobArguments());
}

/** `y = x · inverseNorm`, `inverseNorm = 1 / max(‖x‖, epsilon)` for each row of `x [rows, dim]`. */
export function normalize(x: usize, y: usize, inverseNorm: usize, rows: i32, dim: i32, epsilon: f32): void {
  const job = normalizeJob();
  job.x = x;
  job.y = y;
  job.inverseNorm = inverseNorm;
  job.rows = rows;
  job.dim = dim;
  job.epsilon = epsilon;
  parallel(Kernel.NORMALIZE, divideUp(rows, ROWS));
}

export function normalizeTile(tile: i32): void {
  const job = normalizeJob();
  const end = min((tile + 1) * ROWS, job.rows);
  const stride = floats(job.dim);
  for (let row = tile * ROWS; row < end; ++row) {
    const x = job.x + stride * row;
    const norm = sqrt<f32>(sumSquares(x, job.dim, 0));
    const inverse = <f32>1 / max<f32>(norm, job.epsilon);
    store<f32>(job.inverseNorm + floats(row), inverse);
    // y = x·inverse + 0·x
    combineRows(x, x, job.y + stride * row, job.dim, inverse, 0);
  }
}

/** `dx = inverseNorm · (dy − y·Σ(y·dy))`: the part along y cannot change a length that is fixed. */
export function normalizeGradient(dy: usize, y: usize, inverseNorm: usize, dx: usize, rows: i32, dim: i32): void {
  const job = normalizeJob();
  job.dy = dy;
  job.y = y;
  job.inverseNorm = inverseNorm;
  job.dx = dx;
  job.rows = rows;
  job.dim = dim;
  parallel(Kernel.NORMALIZE_GRADIENT, divideUp(rows, ROWS));
}

export function normalizeGradientTile(tile: i32): void {
  const job = normalizeJob();
  const end = min((tile + 1) * ROWS, job.rows);
  const stride = floats(job.dim);
  for (let row = tile * ROWS; row < end; ++row) {
    const dy = job.dy + stride * row;
    const y = job.y + stride * row;
    const inverse = load<f32>(job.inverseNorm + floats(row));
    combineRows(dy, y, job.dx + stride * row, job.dim, inverse, -inverse * dotRows(dy, y, job.dim));
  }
}

/** `result = a·factorA + b·factorB` */
function combineRows(a: usize, b: usize, result: usize, size: i32, factorA: f32, factorB: f32): void {
  const byA = f32x4.splat(factorA);
  const byB = f32x4.splat(factorB);
  for (; size >= 4; size -= 4) {
    v128.store(result, fma(v128.load(a), byA, f32x4.mul(v128.load(b), byB)));
    a += 16;
    b += 16;
    result += 16;
  }
  if (size > 0) {
    const value = fma(loadPartial(a, size, 0), byA, f32x4.mul(loadPartial(b, size, 0), byB));
    storePartial(result, value, size);
  }
}
