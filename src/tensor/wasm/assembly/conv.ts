/**
 * @file Convolution of images with channels last by PyTorch's weights `[out, in, height, width]`, and the gradient
 * of its input, as one gather: a target pixel is a sum of source pixels, each times the weights of one tap.
 *
 * Forward, targets are the output's pixels. Backward, they are the input's pixels, taken in stride² phases, so that
 * within a phase every pixel is reached by the same taps. In both, the taps of one row of the kernel see source
 * pixels that are neighbours in memory: a segment. So no matrix of patches is written: register tiles read segments
 * where they lie, through tables of addresses; only at the image's edge a segment is copied, with zeros added.
 */
import { Convolution } from './convolution';
import { Kernel } from './dispatch';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats, roundUp8 } from './simd';
import { activeThreads, jobArguments, parallel } from './threads';
import { TILE_COLUMNS, TILE_ROWS, tileGather } from './tiles';

/** Target pixels of one tile, a multiple of {@link TILE_ROWS}. */
const PIXELS: i32 = 48;

@unmanaged
class Gather extends Convolution {
  source: usize;
  weight: usize;
  packed: usize;
  target: usize;
  /** A segment of zeros. */
  outside: usize;
  scratch: usize;
  scratchBytes: usize;
  sourceHeight: i32;
  sourceWidth: i32;
  /** Channels of the source, summed over. */
  depth: i32;
  targetHeight: i32;
  targetWidth: i32;
  /** Channels of the target. */
  channels: i32;
  /** Whether channels of the target are the first axis of the weight (forward) or the second. */
  forward: i32;
  /** Target pixel = origin + spacing · grid position, of a phase's grid. */
  gridHeight: i32;
  gridWidth: i32;
  originY: i32;
  originX: i32;
  spacing: i32;
  /** Source pixel = step · grid position + shift. */
  step: i32;
  /** `[segments, 2]`: the kernel's row, and its shift. */
  rows: usize;
  segments: i32;
  /** `[columns]`: the kernel's columns in the order of their shifts, which are consecutive from `shiftX` on. */
  columnOrder: usize;
  columns: i32;
  shiftX: i32;
}

@inline
function gatherJob(): Gather {
  return changetype<Gather>(jobArguments());
}

/** `y [batch, outHeight, outWidth, outputs] = x [batch, height, width, inputs] ∗ weight`, as described before. */
export function conv2d(x: usize, weight: usize, y: usize): void {
  const job = gatherJob();
  job.source = x;
  job.weight = weight;
  job.target = y;
  job.sourceHeight = job.height;
  job.sourceWidth = job.width;
  job.depth = job.inputs;
  job.targetHeight = job.outHeight;
  job.targetWidth = job.outWidth;
  job.channels = job.outputs;
  job.forward = 1;
  job.spacing = 1;
  job.step = job.stride;
  takeTables();
  for (let row = 0; row < job.kernelHeight; ++row) addRow(row, row - job.padding);
  for (let column = 0; column < job.kernelWidth; ++column) addColumn(column, column - job.padding);
  runPhase(0, 0);
}

/** `dx [batch, height, width, inputs]` from `dy [batch, outHeight, outWidth, outputs]`, as described before. */
export function conv2dInputGradient(dy: usize, weight: usize, dx: usize): void {
  const job = gatherJob();
  const stride = job.stride;
  job.source = dy;
  job.weight = weight;
  job.target = dx;
  job.sourceHeight = job.outHeight;
  job.sourceWidth = job.outWidth;
  job.depth = job.outputs;
  job.targetHeight = job.height;
  job.targetWidth = job.width;
  job.channels = job.inputs;
  job.forward = 0;
  job.spacing = stride;
  job.step = 1;
  takeTables();
  for (let phaseY = 0; phaseY < min(stride, job.height); ++phaseY) {
    for (let phaseX = 0; phaseX < min(stride, job.width); ++phaseX) {
      job.segments = 0;
      job.columns = 0;
      // Output row (y + padding − row) / stride saw input row y through this row of the kernel.
      for (let row = 0; row < job.kernelHeight; ++row) {
        const distance = phaseY + job.padding - row;
        if (distance % stride == 0) addRow(row, distance / stride);
      }
      // The last column saw the leftmost pixel.
      for (let column = job.kernelWidth - 1; column >= 0; --column) {
        const distance = phaseX + job.padding - column;
        if (distance % stride == 0) addColumn(column, distance / stride);
      }
      runPhase(phaseY, phaseX);
    }
  }
}

/** Takes the scratch that all phases use. */
function takeTables(): void {
  resetScratch();
  const job = gatherJob();
  const segment = job.kernelWidth * job.depth;
  job.packed = takeScratch(floats(job.kernelHeight * segment * roundUp8(job.channels)));
  job.outside = takeScratch(floats(segment));
  memory.fill(job.outside, 0, floats(segment));
  job.rows = takeScratch(floats(2 * job.kernelHeight));
  job.columnOrder = takeScratch(floats(job.kernelWidth));
  // Addresses of sources and targets, six targets at the edge and where those tiles go first, copied segments.
  const addresses = (job.kernelHeight + 1) * PIXELS + TILE_ROWS;
  const copies = PIXELS * job.kernelHeight * segment;
  job.scratchBytes = floats(addresses + TILE_ROWS * TILE_COLUMNS + copies);
  job.scratch = takeScratch(job.scratchBytes * activeThreads());
  job.segments = 0;
  job.columns = 0;
}

function addRow(row: i32, shift: i32): void {
  const job = gatherJob();
  store<i32>(job.rows + floats(2 * job.segments), row);
  store<i32>(job.rows + floats(2 * job.segments + 1), shift);
  job.segments += 1;
}

function addColumn(column: i32, shift: i32): void {
  const job = gatherJob();
  if (job.columns == 0) job.shiftX = shift;
  store<i32>(job.columnOrder + floats(job.columns), column);
  job.columns += 1;
}

function runPhase(originY: i32, originX: i32): void {
  const job = gatherJob();
  job.originY = originY;
  job.originX = originX;
  job.gridHeight = divideUp(job.targetHeight - originY, job.spacing);
  job.gridWidth = divideUp(job.targetWidth - originX, job.spacing);
  // A pixel that no tap reaches is a sum over nothing.
  if (job.columns == 0) job.segments = 0;
  parallel(Kernel.PACK_FILTERS, divideUp(job.channels, TILE_COLUMNS));
  parallel(Kernel.GATHER, divideUp(job.batch * job.gridHeight * job.gridWidth, PIXELS));
}

/** Packs one panel of this phase's weights: `[segments][columns][depth][8 target channels]`. */
export function packFiltersTile(panel: i32): void {
  const job = gatherJob();
  const taps = job.kernelHeight * job.kernelWidth;
  const outerStride = floats(taps * (job.forward ? job.depth : job.channels));
  const innerStride = floats(taps);
  const channelStride = job.forward ? outerStride : innerStride;
  const depthStride = job.forward ? innerStride : outerStride;
  const firstChannel = panel * TILE_COLUMNS;
  let to = job.packed + floats(firstChannel * job.segments * job.columns * job.depth);
  for (let segment = 0; segment < job.segments; ++segment) {
    const row = load<i32>(job.rows + floats(2 * segment));
    for (let column = 0; column < job.columns; ++column) {
      const tap = row * job.kernelWidth + load<i32>(job.columnOrder + floats(column));
      for (let k = 0; k < job.depth; ++k) {
        const from = job.weight + floats(tap) + depthStride * k;
        for (let channel = firstChannel; channel < firstChannel + TILE_COLUMNS; ++channel) {
          store<f32>(to, channel < job.channels ? load<f32>(from + channelStride * channel) : 0);
          to += 4;
        }
      }
    }
  }
}

export function gatherTile(tile: i32, thread: i32): void {
  const job = gatherJob();
  const first = tile * PIXELS;
  const pixels = min(PIXELS, job.batch * job.gridHeight * job.gridWidth - first);
  const sources = job.scratch + job.scratchBytes * thread;
  const targets = sources + floats(job.kernelHeight * PIXELS);
  const edgeTargets = targets + floats(PIXELS);
  const edge = edgeTargets + floats(TILE_ROWS);
  findAddresses(first, pixels, sources, targets, edge + floats(TILE_ROWS * TILE_COLUMNS));
  for (let row: usize = 0; row < <usize>TILE_ROWS; ++row) store<usize>(edgeTargets + (row << 2), edge + (row << 5));

  const stride = floats(PIXELS);
  const depth = job.columns * job.depth;
  const panels = divideUp(job.channels, TILE_COLUMNS);
  for (let panel = 0; panel < panels; ++panel) {
    const weights = job.packed + floats(panel * TILE_COLUMNS * job.segments * depth);
    const width = min(TILE_COLUMNS, job.channels - panel * TILE_COLUMNS);
    for (let pixel = 0; pixel < pixels; pixel += TILE_ROWS) {
      const from = sources + floats(pixel);
      const to = targets + floats(pixel);
      if (width == TILE_COLUMNS) {
        tileGather(from, stride, job.segments, depth, weights, to);
        // The next panel goes 8 channels further.
        for (let row: usize = 0; row < <usize>TILE_ROWS; ++row)
          store<usize>(to + (row << 2), load<usize>(to + (row << 2)) + 32);
      } else {
        tileGather(from, stride, job.segments, depth, weights, edgeTargets);
        for (let row: usize = 0; row < <usize>TILE_ROWS; ++row) {
          const target = load<usize>(to + (row << 2));
          // Not memory.copy: a call into the engine costs more than a few floats.
          for (let column: usize = 0; column < floats(width); column += 4)
            store<f32>(target + column, load<f32>(edge + (row << 5) + column));
        }
      }
    }
  }
}

/**
 * Fills the tables of a tile: `targets [PIXELS]`, and `sources [segments][PIXELS]`; segments that reach over the
 * image's edge are copied to `copies`. The last pixel is repeated up to the next full register tile.
 */
function findAddresses(first: i32, pixels: i32, sources: usize, targets: usize, copies: usize): void {
  const job = gatherJob();
  const filled = divideUp(pixels, TILE_ROWS) * TILE_ROWS;
  const gridWidth = job.gridWidth;
  const sourceWidth = job.sourceWidth;
  const segments = job.segments;
  const columns = job.columns;
  const step = job.step;
  const pixelBytes = floats(job.depth);
  const targetBytes = floats(job.channels);
  const segmentBytes = pixelBytes * columns;
  let x = first % gridWidth;
  let y = (first / gridWidth) % job.gridHeight;
  let image = first / (gridWidth * job.gridHeight);
  for (let pixel = 0; pixel < filled; ++pixel) {
    const targetRow = image * job.targetHeight + job.originY + job.spacing * y;
    const target = targetRow * job.targetWidth + job.originX + job.spacing * x;
    store<usize>(targets + floats(pixel), job.target + targetBytes * target);

    const sourceX = step * x + job.shiftX;
    const whole = sourceX >= 0 && sourceX + columns <= sourceWidth;
    let to = sources + floats(pixel);
    let shift = job.rows + 4;
    for (let segment = 0; segment < segments; ++segment) {
      const sourceY = step * y + load<i32>(shift);
      let address = job.outside;
      if (<u32>sourceY < <u32>job.sourceHeight) {
        const row = job.source + pixelBytes * (image * job.sourceHeight + sourceY) * sourceWidth;
        if (whole) {
          address = row + pixelBytes * sourceX;
        } else {
          address = copies;
          copySegment(row, sourceX, columns, sourceWidth, job.depth, copies);
          copies += segmentBytes;
        }
      }
      store<usize>(to, address);
      to += floats(PIXELS);
      shift += 8;
    }

    if (pixel >= pixels - 1) continue;
    x += 1;
    if (x < gridWidth) continue;
    x = 0;
    y += 1;
    if (y < job.gridHeight) continue;
    y = 0;
    image += 1;
  }
}

/** Copies `columns` pixels of `row` from `sourceX` on, with zeros for those outside of the image. */
function copySegment(row: usize, sourceX: i32, columns: i32, width: i32, depth: i32, copy: usize): void {
  for (let column = sourceX; column < sourceX + columns; ++column) {
    const inside = <u32>column < <u32>width;
    const pixel = row + floats(column * depth);
    for (let k: usize = 0; k < floats(depth); k += 4) store<f32>(copy + k, inside ? load<f32>(pixel + k) : 0);
    copy += floats(depth);
  }
}
