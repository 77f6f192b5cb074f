/** @file Batch normalisation with the batch's statistics, and its gradient. */
import { Kernel } from './dispatch';
import { Normalisation, describeForward, describeGradient, sumGradients } from './normalisation';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats, fma, loadPartial, storePartial } from './simd';
import { sumParts } from './sums';
import { jobArguments, parallel } from './threads';

/** Rows of one tile: with 16 channels they fill a third of the first cache. */
const ROWS: i32 = 256;

@unmanaged
class BatchNorm extends Normalisation {
  /** `[channels]`: averages over the rows of dy and of dy·n. */
  averages: usize;
  averagesNormal: usize;
}

@inline
function batchNormJob(): BatchNorm {
  return changetype<BatchNorm>(jobArguments());
}

/**
 * `y = (x − mean)·inverseStd·scale + shift` with the mean and biased variance of each column of
 * `x [rows, channels]`. Variances are merged from those of the tiles (Chan et al. 1979), which keeps them exact
 * where the mean is large.
 */
export function batchNorm(
  x: usize,
  scale: usize,
  shift: usize,
  y: usize,
  mean: usize,
  variance: usize,
  inverseStd: usize,
  rows: i32,
  channels: i32,
  epsilon: f32,
): void {
  resetScratch();
  const tiles = divideUp(rows, ROWS);
  describeForward(x, scale, shift, y, mean, inverseStd, rows, channels);
  const job = batchNormJob();
  job.parts = takeScratch(floats(tiles * 2 * channels));
  parallel(Kernel.BATCH_STATISTICS, tiles);
  for (let channel = 0; channel < channels; ++channel) {
    mergeStatistics(job.parts + floats(channel), tiles, rows, channels, mean + floats(channel), variance + floats(channel));
    store<f32>(
      inverseStd + floats(channel),
      <f32>1 / sqrt<f32>(load<f32>(variance + floats(channel)) + epsilon),
    );
  }
  parallel(Kernel.BATCH_NORM, tiles);
}

/** Merges the means and sums of squared distances that the tiles left for one channel. */
function mergeStatistics(parts: usize, tiles: i32, rows: i32, channels: i32, mean: usize, variance: usize): void {
  const stride = floats(2 * channels);
  let total: f64 = 0;
  for (let tile = 0; tile < tiles; ++tile)
    total += <f64>load<f32>(parts + stride * tile) * <f64>min(ROWS, rows - tile * ROWS);
  const centre = total / <f64>rows;
  let squares: f64 = 0;
  for (let tile = 0; tile < tiles; ++tile) {
    const distance = <f64>load<f32>(parts + stride * tile) - centre;
    squares += <f64>load<f32>(parts + stride * tile + floats(channels));
    squares += distance * distance * <f64>min(ROWS, rows - tile * ROWS);
  }
  store<f32>(mean, <f32>centre);
  store<f32>(variance, <f32>(squares / <f64>rows));
}

export function batchStatisticsTile(tile: i32): void {
  const job = batchNormJob();
  const channels = job.columns;
  const stride = floats(channels);
  const first = tile * ROWS;
  const rows = min(ROWS, job.rows - first);
  const x = job.x + stride * first;
  const mean = job.parts + floats(tile * 2 * channels);
  const squares = mean + stride;
  sumParts(x, stride, rows, channels, mean);
  for (let channel = 0; channel < channels; ++channel)
    store<f32>(mean + floats(channel), load<f32>(mean + floats(channel)) / <f32>rows);
  let channel = 0;
  for (; channel + 8 <= channels; channel += 8)
    sumSquaresOfColumns8(x + floats(channel), stride, rows, mean + floats(channel), squares + floats(channel));
  for (; channel < channels; ++channel)
    sumSquaresOfColumn(x + floats(channel), stride, rows, mean + floats(channel), squares + floats(channel));
}

function sumSquaresOfColumns8(x: usize, stride: usize, rows: i32, mean: usize, squares: usize): void {
  const centre0 = v128.load(mean);
  const centre1 = v128.load(mean, 16);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  for (let row = 0; row < rows; ++row) {
    const distance0 = f32x4.sub(v128.load(x), centre0);
    const distance1 = f32x4.sub(v128.load(x, 16), centre1);
    sum0 = fma(distance0, distance0, sum0);
    sum1 = fma(distance1, distance1, sum1);
    x += stride;
  }
  v128.store(squares, sum0);
  v128.store(squares, sum1, 16);
}

function sumSquaresOfColumn(x: usize, stride: usize, rows: i32, mean: usize, squares: usize): void {
  const centre = load<f32>(mean);
  let sum: f32 = 0;
  for (let row = 0; row < rows; ++row) {
    const distance = load<f32>(x) - centre;
    sum += distance * distance;
    x += stride;
  }
  store<f32>(squares, sum);
}

export function batchNormTile(tile: i32): void {
  const job = batchNormJob();
  const stride = floats(job.columns);
  const end = min((tile + 1) * ROWS, job.rows);
  for (let row = tile * ROWS; row < end; ++row) {
    const x = job.x + stride * row;
    const y = job.y + stride * row;
    let at: usize = 0;
    let left = job.columns;
    for (; left >= 4; left -= 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), v128.load(job.mean + at)), v128.load(job.inverseStd + at));
      v128.store(y + at, fma(normal, v128.load(job.scale + at), v128.load(job.shift + at)));
      at += 16;
    }
    if (left > 0) {
      const centred = f32x4.sub(loadPartial(x + at, left, 0), loadPartial(job.mean + at, left, 0));
      const normal = f32x4.mul(centred, loadPartial(job.inverseStd + at, left, 0));
      storePartial(y + at, fma(normal, loadPartial(job.scale + at, left, 0), loadPartial(job.shift + at, left, 0)), left);
    }
  }
}

/**
 * With `n = (x − mean)·inverseStd`: `dscale = Σ dy·n`, `dshift = Σ dy`,
 * `dx = scale·inverseStd·(dy − avg(dy) − n·avg(dy·n))`, averages over the rows.
 */
export function batchNormGradient(
  dy: usize,
  x: usize,
  scale: usize,
  mean: usize,
  inverseStd: usize,
  dx: usize,
  dscale: usize,
  dshift: usize,
  rows: i32,
  channels: i32,
): void {
  resetScratch();
  const tiles = divideUp(rows, ROWS);
  describeGradient(dy, x, scale, mean, inverseStd, dx, rows, channels, tiles);
  const job = batchNormJob();
  job.averages = takeScratch(floats(channels));
  job.averagesNormal = takeScratch(floats(channels));
  parallel(Kernel.BATCH_NORM_SUMS, tiles);
  sumGradients(tiles, dscale, dshift);
  for (let channel = 0; channel < channels; ++channel) {
    const at = floats(channel);
    store<f32>(job.averages + at, load<f32>(dshift + at) / <f32>rows);
    store<f32>(job.averagesNormal + at, load<f32>(dscale + at) / <f32>rows);
  }
  parallel(Kernel.BATCH_NORM_GRADIENT, tiles);
}

/** One tile's `Σ dy·n` and `Σ dy`. */
export function batchNormSumsTile(tile: i32): void {
  const job = batchNormJob();
  const channels = job.columns;
  const stride = floats(channels);
  const first = tile * ROWS;
  const rows = min(ROWS, job.rows - first);
  const sumsNormal = job.parts + floats(tile * 2 * channels);
  const sums = sumsNormal + stride;
  const dy = job.dy + stride * first;
  const x = job.x + stride * first;
  sumParts(dy, stride, rows, channels, sums);
  let column = 0;
  for (; column + 4 <= channels; column += 4) {
    const at = floats(column);
    const centre = v128.load(job.mean + at);
    let sum = f32x4.splat(0);
    for (let row = 0; row < rows; ++row)
      sum = fma(v128.load(dy + stride * row + at), f32x4.sub(v128.load(x + stride * row + at), centre), sum);
    v128.store(sumsNormal + at, f32x4.mul(sum, v128.load(job.inverseStd + at)));
  }
  for (; column < channels; ++column) {
    const at = floats(column);
    const centre = load<f32>(job.mean + at);
    let sum: f32 = 0;
    for (let row = 0; row < rows; ++row)
      sum += load<f32>(dy + stride * row + at) * (load<f32>(x + stride * row + at) - centre);
    store<f32>(sumsNormal + at, sum * load<f32>(job.inverseStd + at));
  }
}

export function batchNormGradientTile(tile: i32): void {
  const job = batchNormJob();
  const stride = floats(job.columns);
  const end = min((tile + 1) * ROWS, job.rows);
  for (let row = tile * ROWS; row < end; ++row) {
    const x = job.x + stride * row;
    const dy = job.dy + stride * row;
    const dx = job.dx + stride * row;
    let at: usize = 0;
    let left = job.columns;
    for (; left >= 4; left -= 4) {
      const inverseStd = v128.load(job.inverseStd + at);
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), v128.load(job.mean + at)), inverseStd);
      const centred = f32x4.sub(v128.load(dy + at), v128.load(job.averages + at));
      const along = f32x4.mul(normal, v128.load(job.averagesNormal + at));
      v128.store(dx + at, f32x4.mul(f32x4.mul(v128.load(job.scale + at), inverseStd), f32x4.sub(centred, along)));
      at += 16;
    }
    if (left > 0) {
      const inverseStd = loadPartial(job.inverseStd + at, left, 0);
      const normal = f32x4.mul(f32x4.sub(loadPartial(x + at, left, 0), loadPartial(job.mean + at, left, 0)), inverseStd);
      const centred = f32x4.sub(loadPartial(dy + at, left, 0), loadPartial(job.averages + at, left, 0));
      const along = f32x4.mul(normal, loadPartial(job.averagesNormal + at, left, 0));
      const factor = f32x4.mul(loadPartial(job.scale + at, left, 0), inverseStd);
      storePartial(dx + at, f32x4.mul(factor, f32x4.sub(centred, along)), left);
    }
  }
}
