/**
 * @file The nearest rows of a bank by inner product. Each tile keeps the best of its share of the bank; the shares
 * are merged in order, so that of equal similarities the lower index wins. The matrix of all similarities is
 * never written.
 */
import { Kernel } from './dispatch';
import { multiplyPanels } from './matrix';
import { packTransposed, packedBytes } from './pack';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats, roundUp8 } from './simd';
import { activeThreads, jobArguments, parallel, zeros } from './threads';
import { TILE_COLUMNS } from './tiles';

/** Rows of the bank in one tile. */
const SHARE: i32 = 512;
/** Rows whose similarities are computed at once. */
const ROWS: i32 = 48;
/** Queries of one pass over the bank. */
const QUERIES: i32 = 64;

@unmanaged
class Nearest {
  bank: usize;
  valid: usize;
  packed: usize;
  /** `[shares, queries, k]`: the best of each share, most similar first, then −1. */
  indices: usize;
  similarities: usize;
  scratch: usize;
  scratchBytes: usize;
  rows: i32;
  dim: i32;
  queries: i32;
  k: i32;
}

@inline
function nearestJob(): Nearest {
  return changetype<Nearest>(jobArguments());
}

/**
 * `indices`, `similarities` `[queryCount, k]`: the rows of `bank [rows, dim]` with the largest inner products
 * with each of `queries [queryCount, dim]`, descending; rows with `valid [rows]` = 0 are left out, and −1, 0 stand
 * where there are fewer than `k`.
 */
export function nearest(
  bank: usize,
  queries: usize,
  valid: usize,
  indices: usize,
  similarities: usize,
  rows: i32,
  dim: i32,
  queryCount: i32,
  k: i32,
): void {
  for (let first = 0; first < queryCount; first += QUERIES) {
    const count = min(QUERIES, queryCount - first);
    findNearest(bank, queries + floats(first * dim), valid, rows, dim, count, k);
    for (let query = 0; query < count; ++query)
      merge(query, indices + floats((first + query) * k), similarities + floats((first + query) * k));
  }
}

function findNearest(bank: usize, queries: usize, valid: usize, rows: i32, dim: i32, count: i32, k: i32): void {
  resetScratch();
  const job = nearestJob();
  const shares = divideUp(rows, SHARE);
  job.bank = bank;
  job.valid = valid;
  job.rows = rows;
  job.dim = dim;
  job.queries = count;
  job.k = k;
  job.packed = takeScratch(packedBytes(dim, count));
  job.indices = takeScratch(floats(shares * count * k));
  job.similarities = takeScratch(floats(shares * count * k));
  // Similarities of some rows, and each query's threshold.
  job.scratchBytes = floats((ROWS + 1) * roundUp8(count));
  job.scratch = takeScratch(job.scratchBytes * activeThreads());
  packTransposed(queries, floats(dim), dim, count, 0, divideUp(count, TILE_COLUMNS), job.packed);
  parallel(Kernel.NEAREST, shares);
}

export function nearestTile(share: i32, thread: i32): void {
  const job = nearestJob();
  const count = job.queries;
  const width = roundUp8(count);
  const similarities = job.scratch + job.scratchBytes * thread;
  const thresholds = similarities + floats(ROWS * width);
  const bestIndices = job.indices + floats(share * count * job.k);
  const bestSimilarities = job.similarities + floats(share * count * job.k);
  for (let at = 0; at < count * job.k; ++at) {
    store<i32>(bestIndices + floats(at), -1);
    store<f32>(bestSimilarities + floats(at), -Infinity);
  }
  // Queries that only pad a panel are never beaten.
  for (let query = 0; query < width; ++query)
    store<f32>(thresholds + floats(query), query < count ? -Infinity : Infinity);

  const end = min((share + 1) * SHARE, job.rows);
  for (let first = share * SHARE; first < end; first += ROWS) {
    const rows = min(ROWS, end - first);
    multiplyPanels(
      job.bank + floats(first * job.dim), floats(job.dim), rows,
      job.packed, 32, floats(job.dim * TILE_COLUMNS), job.dim,
      0, width / TILE_COLUMNS, width, 0, zeros(), similarities, floats(width), 0,
    ); // prettier-ignore
    for (let row = 0; row < rows; ++row) {
      if (load<f32>(job.valid + floats(first + row)) == 0) continue;
      const found = similarities + floats(row * width);
      for (let query = 0; query < width; query += 4) {
        const better = f32x4.gt(v128.load(found + floats(query)), v128.load(thresholds + floats(query)));
        if (v128.any_true(better))
          insertFour(query, first + row, found, thresholds, bestIndices, bestSimilarities);
      }
    }
  }
}

function insertFour(
  query: i32,
  index: i32,
  found: usize,
  thresholds: usize,
  indices: usize,
  similarities: usize,
): void {
  const k = nearestJob().k;
  for (let q = query; q < query + 4; ++q) {
    const similarity = load<f32>(found + floats(q));
    if (!(similarity > load<f32>(thresholds + floats(q)))) continue;
    insert(indices + floats(q * k), similarities + floats(q * k), k, index, similarity);
    store<f32>(thresholds + floats(q), load<f32>(similarities + floats(q * k + k - 1)));
  }
}

/** Puts a similarity that is above the last one behind all that are not smaller. */
function insert(indices: usize, similarities: usize, k: i32, index: i32, similarity: f32): void {
  let at = k - 1;
  while (at > 0 && load<f32>(similarities + floats(at - 1)) < similarity) {
    store<f32>(similarities + floats(at), load<f32>(similarities + floats(at - 1)));
    store<i32>(indices + floats(at), load<i32>(indices + floats(at - 1)));
    at -= 1;
  }
  store<f32>(similarities + floats(at), similarity);
  store<i32>(indices + floats(at), index);
}

/** The best of one query over all shares. */
function merge(query: i32, indices: usize, similarities: usize): void {
  const job = nearestJob();
  const k = job.k;
  for (let at = 0; at < k; ++at) {
    store<i32>(indices + floats(at), -1);
    store<f32>(similarities + floats(at), -Infinity);
  }
  const shares = divideUp(job.rows, SHARE);
  for (let share = 0; share < shares; ++share) {
    const offset = floats((share * job.queries + query) * k);
    for (let at = 0; at < k; ++at) {
      const similarity = load<f32>(job.similarities + offset + floats(at));
      if (!(similarity > load<f32>(similarities + floats(k - 1)))) break;
      insert(indices, similarities, k, load<i32>(job.indices + offset + floats(at)), similarity);
    }
  }
  for (let at = 0; at < k; ++at)
    if (load<i32>(indices + floats(at)) < 0) store<f32>(similarities + floats(at), 0);
}

/** `target[indices[i]] = rows[i]`; indices must be below the number of rows of `target`. */
export function assignRows(target: usize, rows: usize, indices: usize, count: i32, dim: i32): void {
  for (let row = 0; row < count; ++row) {
    const index = load<i32>(indices + floats(row));
    memory.copy(target + floats(index * dim), rows + floats(row * dim), floats(dim));
  }
}
