/** @file Layer normalisation and its gradient. */
import { Kernel } from './dispatch';
import { Normalisation, describeForward, describeGradient, sumGradients } from './normalisation';
import { sumRow, sumSquares } from './rows';
import { resetScratch } from './scratch';
import { divideUp, floats, fma, loadPartial, storePartial, sumLanes } from './simd';
import { jobArguments, parallel } from './threads';

const ROWS: i32 = 64;

@unmanaged
class LayerNorm extends Normalisation {
  epsilon: f32;
}

@inline
function layerNormJob(): LayerNorm {
  return changetype<LayerNorm>(jobArguments());
}

/** `y = (x − mean)·inverseStd·scale + shift` for each row of `x [rows, dim]`. */
export function layerNorm(
  x: usize,
  scale: usize,
  shift: usize,
  y: usize,
  mean: usize,
  inverseStd: usize,
  rows: i32,
  dim: i32,
  epsilon: f32,
): void {
  describeForward(x, scale, shift, y, mean, inverseStd, rows, dim);
  layerNormJob().epsilon = epsilon;
  parallel(Kernel.LAYER_NORM, divideUp(rows, ROWS));
}

export function layerNormTile(tile: i32): void {
  const job = layerNormJob();
  const first = tile * ROWS;
  const end = min(first + ROWS, job.rows);
  const stride = floats(job.columns);
  for (let row = first; row < end; ++row) {
    const x = job.x + stride * row;
    const mean = sumRow(x, job.columns) / <f32>job.columns;
    const variance = sumSquares(x, job.columns, mean) / <f32>job.columns;
    const inverseStd = <f32>1 / sqrt<f32>(variance + job.epsilon);
    store<f32>(job.mean + floats(row), mean);
    store<f32>(job.inverseStd + floats(row), inverseStd);
    normaliseRow(x, job.scale, job.shift, job.y + stride * row, job.columns, mean, inverseStd);
  }
}

function normaliseRow(x: usize, scale: usize, shift: usize, y: usize, dim: i32, mean: f32, inverseStd: f32): void {
  const centre = f32x4.splat(mean);
  const factor = f32x4.splat(inverseStd);
  for (; dim >= 4; dim -= 4) {
    const normal = f32x4.mul(f32x4.sub(v128.load(x), centre), factor);
    v128.store(y, fma(normal, v128.load(scale), v128.load(shift)));
    x += 16;
    y += 16;
    scale += 16;
    shift += 16;
  }
  if (dim > 0) {
    const normal = f32x4.mul(f32x4.sub(loadPartial(x, dim, 0), centre), factor);
    storePartial(y, fma(normal, loadPartial(scale, dim, 0), loadPartial(shift, dim, 0)), dim);
  }
}

/**
 * With `n = (x − mean)·inverseStd` and `g = dy·scale`: `dx = inverseStd·(g − avg(g) − n·avg(g·n))`,
 * `dscale = Σ_rows dy·n`, `dshift = Σ_rows dy`.
 */
export function layerNormGradient(
  dy: usize,
  x: usize,
  scale: usize,
  mean: usize,
  inverseStd: usize,
  dx: usize,
  dscale: usize,
  dshift: usize,
  rows: i32,
  dim: i32,
): void {
  resetScratch();
  const tiles = divideUp(rows, ROWS);
  describeGradient(dy, x, scale, mean, inverseStd, dx, rows, dim, tiles);
  parallel(Kernel.LAYER_NORM_GRADIENT, tiles);
  sumGradients(tiles, dscale, dshift);
}

export function layerNormGradientTile(tile: i32): void {
  const job = layerNormJob();
  const first = tile * ROWS;
  const end = min(first + ROWS, job.rows);
  const dim = job.columns;
  const stride = floats(dim);
  const dscale = job.parts + floats(tile * 2 * dim);
  memory.fill(dscale, 0, floats(2 * dim));
  for (let row = first; row < end; ++row) {
    gradientRow(
      job.dy + stride * row,
      job.x + stride * row,
      job.scale,
      job.dx + stride * row,
      dscale,
      dscale + stride,
      dim,
      load<f32>(job.mean + floats(row)),
      load<f32>(job.inverseStd + floats(row)),
    );
  }
}

function gradientRow(
  dy: usize,
  x: usize,
  scale: usize,
  dx: usize,
  dscale: usize,
  dshift: usize,
  dim: i32,
  mean: f32,
  inverseStd: f32,
): void {
  const centre = f32x4.splat(mean);
  const factor = f32x4.splat(inverseStd);
  const vectorised = floats(dim & ~3);
  const rest = dim & 3;
  let sum = f32x4.splat(0);
  let sumNormal = f32x4.splat(0);
  for (let at: usize = 0; at < vectorised; at += 16) {
    const upstream = v128.load(dy + at);
    const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), factor);
    const g = f32x4.mul(upstream, v128.load(scale + at));
    sum = f32x4.add(sum, g);
    sumNormal = fma(g, normal, sumNormal);
    v128.store(dscale + at, fma(upstream, normal, v128.load(dscale + at)));
    v128.store(dshift + at, f32x4.add(v128.load(dshift + at), upstream));
  }
  if (rest > 0) {
    const at = vectorised;
    const upstream = loadPartial(dy + at, rest, 0);
    const normal = f32x4.mul(f32x4.sub(loadPartial(x + at, rest, 0), centre), factor);
    const g = f32x4.mul(upstream, loadPartial(scale + at, rest, 0));
    sum = f32x4.add(sum, g);
    sumNormal = fma(g, normal, sumNormal);
    storePartial(dscale + at, fma(upstream, normal, loadPartial(dscale + at, rest, 0)), rest);
    storePartial(dshift + at, f32x4.add(loadPartial(dshift + at, rest, 0), upstream), rest);
  }
  const average = f32x4.splat(sumLanes(sum) / <f32>dim);
  const averageNormal = f32x4.splat(-sumLanes(sumNormal) / <f32>dim);
  for (let at: usize = 0; at < vectorised; at += 16) {
    const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), factor);
    const g = f32x4.sub(f32x4.mul(v128.load(dy + at), v128.load(scale + at)), average);
    v128.store(dx + at, f32x4.mul(factor, fma(normal, averageNormal, g)));
  }
  if (rest > 0) {
    const at = vectorised;
    const normal = f32x4.mul(f32x4.sub(loadPartial(x + at, rest, 0), centre), factor);
    const g = f32x4.sub(f32x4.mul(loadPartial(dy + at, rest, 0), loadPartial(scale + at, rest, 0)), average);
    storePartial(dx + at, f32x4.mul(factor, fma(normal, averageNormal, g)), rest);
  }
}
