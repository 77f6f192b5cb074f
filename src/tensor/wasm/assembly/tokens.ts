/** @file The seams of a transformer: what its tokens begin as, and how a branch joins its trunk. */
import { Kernel } from './dispatch';
import { divideUp, floats, fma, loadPartial, storePartial } from './simd';
import { sumParts } from './sums';
import { jobArguments, parallel } from './threads';

@unmanaged
class Tokens {
  x: usize;
  /** Added to x: positions, or a branch; null for nothing. */
  other: usize;
  /** `[batch]`: what each image's branch is multiplied by. */
  scales: usize;
  cls: usize;
  result: usize;
  /** Elements of one image. */
  size: i32;
  dim: i32;
  rows: i32;
}

@inline
function tokensJob(): Tokens {
  return changetype<Tokens>(jobArguments());
}

/** `result [batch, patchCount + 1, dim]` = cls, then the patches, with positions added. */
export function embedTokens(
  patches: usize,
  cls: usize,
  positions: usize,
  result: usize,
  batch: i32,
  patchCount: i32,
  dim: i32,
): void {
  const job = tokensJob();
  job.x = patches;
  job.cls = cls;
  job.other = positions;
  job.result = result;
  job.size = patchCount * dim;
  job.dim = dim;
  parallel(Kernel.EMBED_TOKENS, batch);
}

export function embedTokensTile(image: i32): void {
  const job = tokensJob();
  const result = job.result + floats(image * (job.size + job.dim));
  addScaled(job.other, job.cls, 1, result, job.dim);
  const from = floats(job.dim);
  addScaled(job.other + from, job.x + floats(image * job.size), 1, result + from, job.size);
}

/** `result = x + scale · branch` for each of `batch` images of `size` elements, each with a scale of its own. */
export function addBranch(x: usize, branch: usize, scales: usize, result: usize, batch: i32, size: i32): void {
  const job = tokensJob();
  job.x = branch;
  job.other = x;
  job.scales = scales;
  job.result = result;
  job.size = size;
  parallel(Kernel.ADD_BRANCH, batch);
}

/** `result = scale · x`, otherwise as {@link addBranch}. */
export function scaleBranch(x: usize, scales: usize, result: usize, batch: i32, size: i32): void {
  addBranch(0, x, scales, result, batch, size);
}

export function addBranchTile(image: i32): void {
  const job = tokensJob();
  const offset = floats(image * job.size);
  const scale = load<f32>(job.scales + floats(image));
  if (job.other) addScaled(job.other + offset, job.x + offset, scale, job.result + offset, job.size);
  else scaled(job.x + offset, scale, job.result + offset, job.size);
}

function addScaled(base: usize, x: usize, scale: f32, result: usize, size: i32): void {
  const factor = f32x4.splat(scale);
  for (; size >= 4; size -= 4) {
    v128.store(result, fma(v128.load(x), factor, v128.load(base)));
    base += 16;
    x += 16;
    result += 16;
  }
  if (size > 0) storePartial(result, fma(loadPartial(x, size, 0), factor, loadPartial(base, size, 0)), size);
}

function scaled(x: usize, scale: f32, result: usize, size: i32): void {
  const factor = f32x4.splat(scale);
  for (; size >= 4; size -= 4) {
    v128.store(result, f32x4.mul(v128.load(x), factor));
    x += 16;
    result += 16;
  }
  if (size > 0) storePartial(result, f32x4.mul(loadPartial(x, size, 0), factor), size);
}

/** Columns of one tile of {@link sumRows}. */
const COLUMNS: i32 = 512;

/** `sums [columns] = Σ_rows x [rows, columns]` */
export function sumRows(x: usize, sums: usize, rows: i32, columns: i32): void {
  const job = tokensJob();
  job.x = x;
  job.result = sums;
  job.rows = rows;
  job.dim = columns;
  parallel(Kernel.SUM_ROWS, divideUp(columns, COLUMNS));
}

export function sumRowsTile(tile: i32): void {
  const job = tokensJob();
  const first = tile * COLUMNS;
  const columns = min(COLUMNS, job.dim - first);
  sumParts(job.x + floats(first), floats(job.dim), job.rows, columns, job.result + floats(first));
}
