/** @file The affine map `x·Wᵀ + b`, its fusion with GELU, and its gradients. */
import { Kernel } from './dispatch';
import { geluRange } from './gelu';
import { EDGE_FLOATS, multiplyPanels, multiplyTransposed } from './matrix';
import { packPlain, packTransposed, packedBytes } from './pack';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats } from './simd';
import { sumParts } from './sums';
import { activeThreads, jobArguments, parallel, zeros } from './threads';
import { TILE_COLUMNS } from './tiles';

/** Rows of one tile: with 64 inputs they fill a quarter of the first cache. */
const ROWS: i32 = 48;
/** Enough tiles for the threads to share the work evenly. */
const WANTED_TILES: i32 = 16;
/** Below this many multiply-adds the tiles are not split further: waking a thread costs more. */
const SMALLEST_TILE: i32 = 30000;
/** Weights of at least this many elements are packed by all threads. */
const PARALLEL_PACK: i32 = 8192;

/** `c = bias + a · packed` */
@unmanaged
class Product {
  a: usize;
  b: usize;
  packed: usize;
  bias: usize;
  c: usize;
  /** Where GELU of `c` goes; null for a plain product. */
  activated: usize;
  edges: usize;
  rows: i32;
  depth: i32;
  columns: i32;
  /** Whether `b` is `[columns, depth]`, as a weight, or `[depth, columns]`. */
  transposed: i32;
  rowTiles: i32;
  panelsPerTile: i32;
}

@inline
function product(): Product {
  return changetype<Product>(jobArguments());
}

/** `y [rows, outputs] = x · weightᵀ + bias`; `bias` may be null. */
export function linear(x: usize, weight: usize, bias: usize, y: usize, rows: i32, inputs: i32, outputs: i32): void {
  multiply(x, weight, true, bias, y, 0, rows, inputs, outputs);
}

/** `y = gelu(pre)`, `pre = x · weightᵀ + bias`. */
export function linearGelu(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  pre: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  multiply(x, weight, true, bias, pre, y, rows, inputs, outputs);
}

/** `dx [rows, inputs] = dy · weight` */
export function linearInputGradient(dy: usize, weight: usize, dx: usize, rows: i32, inputs: i32, outputs: i32): void {
  multiply(dy, weight, false, 0, dx, 0, rows, outputs, inputs);
}

function multiply(
  a: usize,
  b: usize,
  transposed: bool,
  bias: usize,
  c: usize,
  activated: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  resetScratch();
  const job = product();
  job.a = a;
  job.b = b;
  job.packed = takeScratch(packedBytes(depth, columns));
  job.bias = bias;
  job.c = c;
  job.activated = activated;
  job.edges = takeScratch(floats(EDGE_FLOATS) * activeThreads());
  job.rows = rows;
  job.depth = depth;
  job.columns = columns;
  job.transposed = transposed ? 1 : 0;

  const panels = divideUp(columns, TILE_COLUMNS);
  if (depth * columns < PARALLEL_PACK) pack(0, panels);
  else parallel(Kernel.PACK, panels);

  job.rowTiles = divideUp(rows, ROWS);
  const smallest = divideUp(SMALLEST_TILE, min(rows, ROWS) * TILE_COLUMNS * max(depth, 1));
  const wanted = max(divideUp(WANTED_TILES, max(job.rowTiles, 1)), 1);
  job.panelsPerTile = max(divideUp(panels, wanted), smallest);
  parallel(Kernel.PRODUCT, job.rowTiles * divideUp(panels, job.panelsPerTile));
}

export function packTile(panel: i32): void {
  pack(panel, panel + 1);
}

function pack(from: i32, to: i32): void {
  const job = product();
  if (job.transposed) packTransposed(job.b, floats(job.depth), job.depth, job.columns, from, to, job.packed);
  else packPlain(job.b, floats(job.columns), job.depth, job.columns, from, to, job.packed);
}

export function productTile(tile: i32, thread: i32): void {
  const job = product();
  const row = (tile % job.rowTiles) * ROWS;
  const rows = min(ROWS, job.rows - row);
  const from = (tile / job.rowTiles) * job.panelsPerTile;
  const to = min(from + job.panelsPerTile, divideUp(job.columns, TILE_COLUMNS));
  const stride = floats(job.columns);
  const depth = floats(job.depth);
  multiplyPanels(
    job.a + depth * row,
    depth,
    rows,
    job.packed,
    32,
    depth * TILE_COLUMNS,
    job.depth,
    from,
    to,
    job.columns,
    job.bias,
    zeros(),
    job.c + stride * row,
    stride,
    job.edges + floats(EDGE_FLOATS) * thread,
  );
  if (!job.activated) return;
  // While the tile is still in the cache.
  const first = floats(from * TILE_COLUMNS);
  const width = min(to * TILE_COLUMNS, job.columns) - from * TILE_COLUMNS;
  for (let r = row; r < row + rows; ++r)
    geluRange(job.c + stride * r + first, job.activated + stride * r + first, width);
}

/** `dw = dyᵀ · x`, `db = Σ dy` */
@unmanaged
class WeightGradient {
  dy: usize;
  x: usize;
  dw: usize;
  db: usize;
  edges: usize;
  rows: i32;
  inputs: i32;
  outputs: i32;
  inputTiles: i32;
}

@inline
function weightGradient(): WeightGradient {
  return changetype<WeightGradient>(jobArguments());
}

/** The part of the weight that one tile makes: two register tiles high. */
const TILE_OUTPUTS: i32 = 12;
const TILE_INPUTS: i32 = 32;

/** `dw [outputs, inputs] = dyᵀ · x` and, unless `db` is null, `db [outputs] = Σ_rows dy`. */
export function linearWeightGradient(
  dy: usize,
  x: usize,
  dw: usize,
  db: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  resetScratch();
  const job = weightGradient();
  job.dy = dy;
  job.x = x;
  job.dw = dw;
  job.db = db;
  job.edges = takeScratch(floats(EDGE_FLOATS) * activeThreads());
  job.rows = rows;
  job.inputs = inputs;
  job.outputs = outputs;
  job.inputTiles = divideUp(inputs, TILE_INPUTS);
  parallel(Kernel.WEIGHT_GRADIENT, job.inputTiles * divideUp(outputs, TILE_OUTPUTS));
}

export function weightGradientTile(tile: i32, thread: i32): void {
  const job = weightGradient();
  const input = (tile % job.inputTiles) * TILE_INPUTS;
  const output = (tile / job.inputTiles) * TILE_OUTPUTS;
  const inputs = min(TILE_INPUTS, job.inputs - input);
  const outputs = min(TILE_OUTPUTS, job.outputs - output);
  const dyStride = floats(job.outputs);
  const xStride = floats(job.inputs);
  const dy = job.dy + floats(output);
  multiplyTransposed(
    dy,
    dyStride,
    outputs,
    job.x + floats(input),
    xStride,
    inputs,
    job.rows,
    false,
    job.dw + xStride * output + floats(input),
    xStride,
    job.edges + floats(EDGE_FLOATS) * thread,
  );
  if (job.db && input == 0) sumParts(dy, dyStride, job.rows, outputs, job.db + floats(output));
}
