/** @file What layer and batch normalisation have in common: their arguments, and the gradients of scale and shift. */
import { takeScratch } from './scratch';
import { floats } from './simd';
import { sumParts } from './sums';
import { jobArguments } from './threads';

/** A normalisation of `x [rows, columns]`, scaled and shifted by column. */
@unmanaged
export class Normalisation {
  x: usize;
  scale: usize;
  shift: usize;
  y: usize;
  mean: usize;
  inverseStd: usize;
  dy: usize;
  dx: usize;
  /** `[tiles, 2, columns]`: what each tile leaves of every column. */
  parts: usize;
  rows: i32;
  columns: i32;
}

/** Describes `y = (x − mean)·inverseStd·scale + shift`. */
export function describeForward(
  x: usize,
  scale: usize,
  shift: usize,
  y: usize,
  mean: usize,
  inverseStd: usize,
  rows: i32,
  columns: i32,
): void {
  const job = changetype<Normalisation>(jobArguments());
  job.x = x;
  job.scale = scale;
  job.shift = shift;
  job.y = y;
  job.mean = mean;
  job.inverseStd = inverseStd;
  job.rows = rows;
  job.columns = columns;
}

/** Describes the gradient of that, with scratch for the parts of so many tiles. */
export function describeGradient(
  dy: usize,
  x: usize,
  scale: usize,
  mean: usize,
  inverseStd: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  tiles: i32,
): void {
  const job = changetype<Normalisation>(jobArguments());
  job.dy = dy;
  job.x = x;
  job.scale = scale;
  job.mean = mean;
  job.inverseStd = inverseStd;
  job.dx = dx;
  job.rows = rows;
  job.columns = columns;
  job.parts = takeScratch(floats(tiles * 2 * columns));
}

/** `dscale [columns]` and `dshift [columns]`: the first and the second halves of the parts, summed over the tiles. */
export function sumGradients(tiles: i32, dscale: usize, dshift: usize): void {
  const job = changetype<Normalisation>(jobArguments());
  const row = floats(job.columns);
  sumParts(job.parts, row << 1, tiles, job.columns, dscale);
  sumParts(job.parts + row, row << 1, tiles, job.columns, dshift);
}
