/**
 * @file Convolution of images with channels last by PyTorch's weights `[out, in, height, width]`, and the gradient
 * of its input, as one gather: each target pixel is a sum over taps of a source pixel times that tap's weights.
 *
 * Forward, targets are the output's pixels. Backward, targets are the input's pixels, taken in stride² phases, so
 * that within a phase every pixel is reached by the same taps. No matrix of patches is ever written: register
 * tiles read the source through tables of addresses, with a row of zeros for what lies outside.
 */
import { Kernel } from './dispatch';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats, roundUp8 } from './simd';
import { activeThreads, jobArguments, parallel } from './threads';
import { tileGather } from './convTiles';
import { TILE_COLUMNS, TILE_ROWS } from './tiles';

/** Target pixels of one tile, a multiple of {@link TILE_ROWS}. */
const PIXELS: i32 = 48;

@unmanaged
class Gather {
  source: usize;
  weight: usize;
  packed: usize;
  target: usize;
  outside: usize;
  scratch: usize;
  scratchBytes: usize;
  /** `[taps]`: where a tap's weights begin in a packed panel, in bytes. */
  tapOffsets: usize;
  /** `[taps, 2]`: row and column of the source relative to `step` × the grid's. */
  tapShifts: usize;
  taps: i32;
  batch: i32;
  sourceHeight: i32;
  sourceWidth: i32;
  /** Channels of the source, summed over. */
  depth: i32;
  targetHeight: i32;
  targetWidth: i32;
  /** Channels of the target. */
  channels: i32;
  /** Of this phase: target pixel = origin + spacing · grid position. */
  gridHeight: i32;
  gridWidth: i32;
  originY: i32;
  originX: i32;
  spacing: i32;
  step: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  /** Whether channels of the target are the first axis of the weight (forward) or the second. */
  forward: i32;
}

@inline
function gatherJob(): Gather {
  return changetype<Gather>(jobArguments());
}

/** `y [batch, outHeight, outWidth, outputs] = x [batch, height, width, inputs] ∗ weight`. */
export function conv2d(
  x: usize,
  weight: usize,
  y: usize,
  batch: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  stride: i32,
  padding: i32,
): void {
  const job = gatherJob();
  job.source = x;
  job.weight = weight;
  job.target = y;
  job.batch = batch;
  job.sourceHeight = height;
  job.sourceWidth = width;
  job.depth = inputs;
  job.targetHeight = outHeight;
  job.targetWidth = outWidth;
  job.channels = outputs;
  job.kernelHeight = kernelHeight;
  job.kernelWidth = kernelWidth;
  job.forward = 1;
  prepare();
  job.spacing = 1;
  job.step = stride;
  job.taps = 0;
  for (let row = 0; row < kernelHeight; ++row)
    for (let column = 0; column < kernelWidth; ++column) addTap(row, column, row - padding, column - padding);
  runPhase(0, 0);
}

/** `dx [batch, height, width, inputs]` from `dy [batch, outHeight, outWidth, outputs]`. */
export function conv2dInputGradient(
  dy: usize,
  weight: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  stride: i32,
  padding: i32,
): void {
  const job = gatherJob();
  job.source = dy;
  job.weight = weight;
  job.target = dx;
  job.batch = batch;
  job.sourceHeight = outHeight;
  job.sourceWidth = outWidth;
  job.depth = outputs;
  job.targetHeight = height;
  job.targetWidth = width;
  job.channels = inputs;
  job.kernelHeight = kernelHeight;
  job.kernelWidth = kernelWidth;
  job.forward = 0;
  prepare();
  job.spacing = stride;
  job.step = 1;
  for (let phaseY = 0; phaseY < min(stride, height); ++phaseY) {
    for (let phaseX = 0; phaseX < min(stride, width); ++phaseX) {
      job.taps = 0;
      for (let row = 0; row < kernelHeight; ++row) {
        // Output row (y + padding − row) / stride saw input row y through this row of the kernel.
        const shiftY = phaseY + padding - row;
        if (shiftY % stride != 0) continue;
        for (let column = 0; column < kernelWidth; ++column) {
          const shiftX = phaseX + padding - column;
          if (shiftX % stride == 0) addTap(row, column, shiftY / stride, shiftX / stride);
        }
      }
      runPhase(phaseY, phaseX);
    }
  }
}

/** Packs the weights and takes the scratch that all phases share. */
function prepare(): void {
  resetScratch();
  const job = gatherJob();
  const allTaps = job.kernelHeight * job.kernelWidth;
  job.packed = takeScratch(floats(allTaps * job.depth * roundUp8(job.channels)));
  job.outside = takeScratch(floats(job.depth));
  memory.fill(job.outside, 0, floats(job.depth));
  job.tapOffsets = takeScratch(floats(allTaps));
  job.tapShifts = takeScratch(floats(2 * allTaps));
  // Addresses of sources and targets, six targets at the edge, and where those tiles go first.
  job.scratchBytes = floats((allTaps + 1) * PIXELS + TILE_ROWS + TILE_ROWS * TILE_COLUMNS);
  job.scratch = takeScratch(job.scratchBytes * activeThreads());
  parallel(Kernel.PACK_FILTERS, divideUp(job.channels, TILE_COLUMNS));
}

/** Packs one panel: `[tap][depth][8 target channels]`. */
export function packFiltersTile(panel: i32): void {
  const job = gatherJob();
  const taps = job.kernelHeight * job.kernelWidth;
  const first = panel * TILE_COLUMNS;
  const outerStride = floats(taps * (job.forward ? job.depth : job.channels));
  const innerStride = floats(taps);
  const channelStride = job.forward ? outerStride : innerStride;
  const depthStride = job.forward ? innerStride : outerStride;
  let to = job.packed + floats(panel * TILE_COLUMNS * taps * job.depth);
  for (let tap = 0; tap < taps; ++tap) {
    for (let k = 0; k < job.depth; ++k) {
      const from = job.weight + floats(tap) + depthStride * k;
      for (let column = 0; column < TILE_COLUMNS; ++column) {
        const channel = first + column;
        store<f32>(to, channel < job.channels ? load<f32>(from + channelStride * channel) : 0);
        to += 4;
      }
    }
  }
}

function addTap(row: i32, column: i32, shiftY: i32, shiftX: i32): void {
  const job = gatherJob();
  const tap = row * job.kernelWidth + column;
  store<usize>(job.tapOffsets + floats(job.taps), floats(tap * job.depth * TILE_COLUMNS));
  store<i32>(job.tapShifts + floats(2 * job.taps), shiftY);
  store<i32>(job.tapShifts + floats(2 * job.taps + 1), shiftX);
  job.taps += 1;
}

function runPhase(originY: i32, originX: i32): void {
  const job = gatherJob();
  job.originY = originY;
  job.originX = originX;
  job.gridHeight = divideUp(job.targetHeight - originY, job.spacing);
  job.gridWidth = divideUp(job.targetWidth - originX, job.spacing);
  parallel(Kernel.GATHER, divideUp(job.batch * job.gridHeight * job.gridWidth, PIXELS));
}

export function gatherTile(tile: i32, thread: i32): void {
  const job = gatherJob();
  const first = tile * PIXELS;
  const pixels = min(PIXELS, job.batch * job.gridHeight * job.gridWidth - first);
  const sources = job.scratch + job.scratchBytes * thread;
  const targets = sources + floats(job.taps * PIXELS);
  const edgeTargets = targets + floats(PIXELS);
  const edge = edgeTargets + floats(TILE_ROWS);
  findAddresses(first, pixels, sources, targets);
  for (let row: usize = 0; row < <usize>TILE_ROWS; ++row) store<usize>(edgeTargets + (row << 2), edge + (row << 5));

  const panels = divideUp(job.channels, TILE_COLUMNS);
  const panelBytes = floats(job.kernelHeight * job.kernelWidth * job.depth * TILE_COLUMNS);
  for (let panel = 0; panel < panels; ++panel) {
    const weights = job.packed + panelBytes * panel;
    const width = min(TILE_COLUMNS, job.channels - panel * TILE_COLUMNS);
    for (let pixel = 0; pixel < pixels; pixel += TILE_ROWS) {
      const from = sources + floats(pixel);
      const to = targets + floats(pixel);
      if (width == TILE_COLUMNS) {
        tileGather(from, floats(PIXELS), job.tapOffsets, job.taps, weights, job.depth, to);
        // The next panel goes 8 channels further.
        for (let row: usize = 0; row < <usize>TILE_ROWS; ++row) {
          const address = to + (row << 2);
          store<usize>(address, load<usize>(address) + 32);
        }
      } else {
        tileGather(from, floats(PIXELS), job.tapOffsets, job.taps, weights, job.depth, edgeTargets);
        for (let row: usize = 0; row < <usize>TILE_ROWS; ++row)
          memory.copy(load<usize>(to + (row << 2)), edge + (row << 5), floats(width));
      }
    }
  }
}

/**
 * Fills the tables of a tile: `targets [PIXELS]`, and `sources [taps][PIXELS]`. The last pixel is repeated up to
 * the next full register tile.
 */
function findAddresses(first: i32, pixels: i32, sources: usize, targets: usize): void {
  const job = gatherJob();
  const filled = divideUp(pixels, TILE_ROWS) * TILE_ROWS;
  const sourceBytes = floats(job.depth);
  const targetBytes = floats(job.channels);
  let x = first % job.gridWidth;
  let y = (first / job.gridWidth) % job.gridHeight;
  let image = first / (job.gridWidth * job.gridHeight);
  for (let pixel = 0; pixel < filled; ++pixel) {
    const targetY = job.originY + job.spacing * y;
    const targetX = job.originX + job.spacing * x;
    const target = (image * job.targetHeight + targetY) * job.targetWidth + targetX;
    store<usize>(targets + floats(pixel), job.target + targetBytes * target);
    let shift = job.tapShifts;
    let to = sources + floats(pixel);
    for (let tap = 0; tap < job.taps; ++tap) {
      const sourceY = job.step * y + load<i32>(shift);
      const sourceX = job.step * x + load<i32>(shift, 4);
      const inside = <u32>sourceY < <u32>job.sourceHeight && <u32>sourceX < <u32>job.sourceWidth;
      const source = (image * job.sourceHeight + sourceY) * job.sourceWidth + sourceX;
      store<usize>(to, inside ? job.source + sourceBytes * source : job.outside);
      shift += 8;
      to += floats(PIXELS);
    }
    if (pixel >= pixels - 1) continue;
    x += 1;
    if (x < job.gridWidth) continue;
    x = 0;
    y += 1;
    if (y < job.gridHeight) continue;
    y = 0;
    image += 1;
  }
}
