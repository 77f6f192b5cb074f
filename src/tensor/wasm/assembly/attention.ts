/** @file Multi-head self-attention and its gradient: one tile is one head of one image. */
import { Kernel } from './dispatch';
import { exp4, functionTable, logarithm } from './functions';
import { EDGE_FLOATS, multiplyPanels, multiplyTransposed } from './matrix';
import { packPlain, packTransposed, packedBytes } from './pack';
import { dotRows } from './rows';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats, fma, loadPartial, maxLanes, roundUp8, storePartial, sumLanes } from './simd';
import { activeThreads, jobArguments, parallel, zeros } from './threads';
import { TILE_COLUMNS, TILE_ROWS } from './tiles';

@unmanaged
class Attention {
  /** `[batch, tokens, 3, heads, headDim]` */
  qkv: usize;
  out: usize;
  logSumExp: usize;
  dy: usize;
  dqkv: usize;
  /** One area per thread. */
  scratch: usize;
  scratchBytes: usize;
  tokens: i32;
  heads: i32;
  headDim: i32;
}

@inline
function attentionJob(): Attention {
  return changetype<Attention>(jobArguments());
}

@inline
function scoreScale(headDim: i32): f32 {
  return <f32>1 / sqrt<f32>(<f32>headDim);
}

/** `out [batch, tokens, heads·headDim] = softmax(q·kᵀ/√headDim)·v`; `logSumExp [batch, heads, tokens]`. */
export function attention(
  qkv: usize,
  out: usize,
  logSumExp: usize,
  batch: i32,
  tokens: i32,
  heads: i32,
  headDim: i32,
): void {
  resetScratch();
  const job = attentionJob();
  job.qkv = qkv;
  job.out = out;
  job.logSumExp = logSumExp;
  job.tokens = tokens;
  job.heads = heads;
  job.headDim = headDim;
  // Keys and values packed, a row of register tiles of scores, and the edge.
  job.scratchBytes =
    packedBytes(headDim, tokens) +
    packedBytes(tokens, headDim) +
    floats(TILE_ROWS * roundUp8(tokens)) +
    floats(EDGE_FLOATS);
  job.scratch = takeScratch(job.scratchBytes * activeThreads());
  parallel(Kernel.ATTENTION, batch * heads);
}

export function attentionTile(tile: i32, thread: i32): void {
  const job = attentionJob();
  const tokens = job.tokens;
  const headDim = job.headDim;
  const width = job.heads * headDim;
  const stride = floats(3 * width);
  const image = tile / job.heads;
  const head = tile % job.heads;
  const queries = job.qkv + stride * (image * tokens) + floats(head * headDim);
  const keys = queries + floats(width);
  const values = keys + floats(width);
  const out = job.out + floats(image * tokens * width + head * headDim);
  const logSumExp = job.logSumExp + floats(tile * tokens);

  const packedKeys = job.scratch + job.scratchBytes * thread;
  const packedValues = packedKeys + packedBytes(headDim, tokens);
  const scores = packedValues + packedBytes(tokens, headDim);
  const scoreStride = floats(roundUp8(tokens));
  const edge = scores + scoreStride * TILE_ROWS;
  const keyPanels = divideUp(tokens, TILE_COLUMNS);
  const valuePanels = divideUp(headDim, TILE_COLUMNS);
  packTransposed(keys, stride, headDim, tokens, 0, keyPanels, packedKeys);
  packPlain(values, stride, tokens, headDim, 0, valuePanels, packedValues);

  for (let row = 0; row < tokens; row += TILE_ROWS) {
    const rows = min(TILE_ROWS, tokens - row);
    multiplyToFullPanels(queries + stride * row, stride, rows, packedKeys, headDim, tokens, scores, scoreStride);
    for (let r = 0; r < rows; ++r)
      store<f32>(logSumExp + floats(row + r), softmaxRow(scores + scoreStride * r, tokens, scoreScale(headDim)));
    multiplyPanels(
      scores,
      scoreStride,
      rows,
      packedValues,
      32,
      floats(tokens * TILE_COLUMNS),
      tokens,
      0,
      valuePanels,
      headDim,
      0,
      zeros(),
      out + floats(width * row),
      floats(width),
      edge,
    );
  }
}

/** `c = a · packed`, including the columns that pad the last panel; `c` has room for them. */
function multiplyToFullPanels(
  a: usize,
  aStride: usize,
  rows: i32,
  packed: usize,
  depth: i32,
  columns: i32,
  c: usize,
  cStride: usize,
): void {
  const panels = divideUp(columns, TILE_COLUMNS);
  multiplyPanels(
    a, aStride, rows, packed, 32, floats(depth * TILE_COLUMNS), depth,
    0, panels, panels * TILE_COLUMNS, 0, zeros(), c, cStride, 0,
  ); // prettier-ignore
}

/** `row = softmax(scale·row)` in place; returns `ln Σ exp(scale·row)`. */
function softmaxRow(row: usize, size: i32, scale: f32): f32 {
  const vectorised = floats(size & ~3);
  const rest = size & 3;
  let top = f32x4.splat(-Infinity);
  for (let at: usize = 0; at < vectorised; at += 16) top = f32x4.pmax(top, v128.load(row + at));
  if (rest > 0) top = f32x4.pmax(top, loadPartial(row + vectorised, rest, -Infinity));
  const highest = maxLanes(top) * scale;

  const table = functionTable();
  const factor = f32x4.splat(scale);
  const offset = f32x4.splat(-highest);
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < vectorised; at += 16) {
    const e = exp4(fma(v128.load(row + at), factor, offset), table);
    v128.store(row + at, e);
    sum = f32x4.add(sum, e);
  }
  if (rest > 0) {
    const e = exp4(fma(loadPartial(row + vectorised, rest, 0), factor, offset), table);
    storePartial(row + vectorised, e, rest);
    for (let i = 0; i < rest; ++i) sum = f32x4.add(sum, f32x4(load<f32>(row + vectorised + floats(i)), 0, 0, 0));
  }
  const total = sumLanes(sum);
  const inverse = f32x4.splat(<f32>1 / total);
  // The row's room reaches to the end of its last panel.
  const end = floats(roundUp8(size));
  for (let at: usize = 0; at < end; at += 16) v128.store(row + at, f32x4.mul(v128.load(row + at), inverse));
  return highest + logarithm(total);
}

/**
 * With the weights P recomputed from `logSumExp`: `dv = Pᵀ·dy`, `ds = P∘(dy·vᵀ − Σ dy∘out)/√headDim`,
 * `dq = ds·k`, `dk = dsᵀ·q` (arXiv 2205.14135, appendix B).
 */
export function attentionGradient(
  dy: usize,
  qkv: usize,
  out: usize,
  logSumExp: usize,
  dqkv: usize,
  batch: i32,
  tokens: i32,
  heads: i32,
  headDim: i32,
): void {
  resetScratch();
  const job = attentionJob();
  job.dy = dy;
  job.qkv = qkv;
  job.out = out;
  job.logSumExp = logSumExp;
  job.dqkv = dqkv;
  job.tokens = tokens;
  job.heads = heads;
  job.headDim = headDim;
  job.scratchBytes =
    2 * packedBytes(headDim, tokens) +
    packedBytes(tokens, headDim) +
    2 * floats((tokens + TILE_ROWS) * roundUp8(tokens)) +
    floats(EDGE_FLOATS);
  job.scratch = takeScratch(job.scratchBytes * activeThreads());
  parallel(Kernel.ATTENTION_GRADIENT, batch * heads);
}

export function attentionGradientTile(tile: i32, thread: i32): void {
  const job = attentionJob();
  const tokens = job.tokens;
  const headDim = job.headDim;
  const width = job.heads * headDim;
  const stride = floats(3 * width);
  const outStride = floats(width);
  const image = tile / job.heads;
  const head = tile % job.heads;
  const inQkv = stride * (image * tokens) + floats(head * headDim);
  const queries = job.qkv + inQkv;
  const keys = queries + outStride;
  const values = keys + outStride;
  const dQueries = job.dqkv + inQkv;
  const dKeys = dQueries + outStride;
  const dValues = dKeys + outStride;
  const inOut = floats(image * tokens * width + head * headDim);
  const dy = job.dy + inOut;
  const out = job.out + inOut;
  const logSumExp = job.logSumExp + floats(tile * tokens);

  const packedKeys = job.scratch + job.scratchBytes * thread;
  const packedValues = packedKeys + packedBytes(headDim, tokens);
  const plainKeys = packedValues + packedBytes(headDim, tokens);
  const weights = plainKeys + packedBytes(tokens, headDim);
  const scoreStride = floats(roundUp8(tokens));
  const dScores = weights + scoreStride * (tokens + TILE_ROWS);
  const edge = dScores + scoreStride * (tokens + TILE_ROWS);
  const tokenPanels = divideUp(tokens, TILE_COLUMNS);
  const headPanels = divideUp(headDim, TILE_COLUMNS);
  packTransposed(keys, stride, headDim, tokens, 0, tokenPanels, packedKeys);
  packTransposed(values, stride, headDim, tokens, 0, tokenPanels, packedValues);
  packPlain(keys, stride, tokens, headDim, 0, headPanels, plainKeys);

  multiplyToFullPanels(queries, stride, tokens, packedKeys, headDim, tokens, weights, scoreStride);
  multiplyToFullPanels(dy, outStride, tokens, packedValues, headDim, tokens, dScores, scoreStride);
  for (let row = 0; row < tokens; ++row) {
    scoreGradientRow(
      weights + scoreStride * row,
      dScores + scoreStride * row,
      roundUp8(tokens),
      scoreScale(headDim),
      load<f32>(logSumExp + floats(row)),
      dotRows(dy + outStride * row, out + outStride * row, headDim),
    );
  }
  const panelStride = floats(tokens * TILE_COLUMNS);
  multiplyPanels(
    dScores, scoreStride, tokens, plainKeys, 32, panelStride, tokens,
    0, headPanels, headDim, 0, zeros(), dQueries, stride, edge,
  ); // prettier-ignore
  multiplyTransposed(
    dScores, scoreStride, tokens, queries, stride, headDim, tokens, false, dKeys, stride, edge,
  ); // prettier-ignore
  multiplyTransposed(
    weights, scoreStride, tokens, dy, outStride, headDim, tokens, false, dValues, stride, edge,
  ); // prettier-ignore
}

/** Scores become weights, and the weights' gradients the scores' gradients, in place; `size` is a multiple of 8. */
function scoreGradientRow(scores: usize, gradients: usize, size: i32, scale: f32, logSumExp: f32, dot: f32): void {
  const table = functionTable();
  const factor = f32x4.splat(scale);
  const offset = f32x4.splat(-logSumExp);
  const centre = f32x4.splat(dot);
  const end = scores + floats(size);
  while (scores < end) {
    const weight = exp4(fma(v128.load(scores), factor, offset), table);
    v128.store(scores, weight);
    const gradient = f32x4.mul(f32x4.sub(v128.load(gradients), centre), factor);
    v128.store(gradients, f32x4.mul(weight, gradient));
    scores += 16;
    gradients += 16;
  }
}
