/**
 * @file The gradient of a convolution's weights. The batch is cut into parts, each summed by one tile into sums of
 * its own, `[tap][6 outputs][8 inputs]` in register tiles; then the parts are added up in order.
 */
import { Convolution } from './convolution';
import { Kernel } from './dispatch';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats } from './simd';
import { jobArguments, parallel } from './threads';
import { TILE_COLUMNS, TILE_ROWS, tileOuterProduct } from './tiles';

/** As many parts as threads can share; their number may depend on the shapes only. */
const MOST_PARTS: i32 = 16;
/** Output pixels for which both operands stay in the first cache while all tiles pass over them. */
const BLOCK_PIXELS: i32 = 256;

@unmanaged
class WeightGradient extends Convolution {
  dy: usize;
  x: usize;
  dw: usize;
  parts: usize;
  partBytes: usize;
  imagesPerPart: i32;
  partCount: i32;
}

@inline
function gradientJob(): WeightGradient {
  return changetype<WeightGradient>(jobArguments());
}

/**
 * `dw [outputs, inputs, kernelHeight, kernelWidth]` from `dy [batch, outHeight, outWidth, outputs]` and `x`, as
 * described before.
 */
export function conv2dWeightGradient(dy: usize, x: usize, dw: usize): void {
  resetScratch();
  const job = gradientJob();
  job.dy = dy;
  job.x = x;
  job.dw = dw;
  job.imagesPerPart = divideUp(job.batch, MOST_PARTS);
  job.partCount = divideUp(job.batch, job.imagesPerPart);
  const tiles = divideUp(job.outputs, TILE_ROWS) * divideUp(job.inputs, TILE_COLUMNS);
  job.partBytes = floats(job.kernelHeight * job.kernelWidth * tiles * TILE_ROWS * TILE_COLUMNS);
  job.parts = takeScratch(job.partBytes * job.partCount);
  parallel(Kernel.CONV_WEIGHT_PART, job.partCount);
  parallel(Kernel.CONV_WEIGHT_SUM, job.outputs);
}

export function convWeightPartTile(part: i32): void {
  const job = gradientJob();
  const sums = job.parts + job.partBytes * part;
  memory.fill(sums, 0, job.partBytes);
  const end = min((part + 1) * job.imagesPerPart, job.batch);
  const rows = max(1, BLOCK_PIXELS / job.outWidth);
  for (let image = part * job.imagesPerPart; image < end; ++image) {
    for (let row = 0; row < job.outHeight; row += rows)
      addBlock(image, row, min(row + rows, job.outHeight), sums);
  }
}

/** Adds what the output rows `from` … `to` − 1 of one image contribute. */
function addBlock(image: i32, from: i32, to: i32, sums: usize): void {
  const job = gradientJob();
  const dyStride = floats(job.outputs);
  const xStride = floats(job.inputs);
  for (let tapY = 0; tapY < job.kernelHeight; ++tapY) {
    // Input row = stride · row + offset, which must lie in the image.
    const offsetY = tapY - job.padding;
    const firstRow = max(from, firstInside(offsetY, job.stride));
    const lastRow = min(to, firstInside(offsetY - job.height, job.stride));
    for (let tapX = 0; tapX < job.kernelWidth; ++tapX) {
      const offsetX = tapX - job.padding;
      const firstColumn = firstInside(offsetX, job.stride);
      const lastColumn = min(job.outWidth, firstInside(offsetX - job.width, job.stride));
      const tapSums = sums;
      sums += floats(
        divideUp(job.outputs, TILE_ROWS) * divideUp(job.inputs, TILE_COLUMNS) * TILE_ROWS * TILE_COLUMNS,
      );
      if (firstRow >= lastRow || firstColumn >= lastColumn) continue;
      const dyPixel = (image * job.outHeight + firstRow) * job.outWidth + firstColumn;
      const xRow = image * job.height + job.stride * firstRow + offsetY;
      const xPixel = xRow * job.width + job.stride * firstColumn + offsetX;
      addTap(
        job.dy + dyStride * dyPixel,
        job.x + xStride * xPixel,
        lastColumn - firstColumn,
        lastRow - firstRow,
        tapSums,
      );
    }
  }
}

/** The smallest i ≥ 0 for which stride·i + offset ≥ 0. */
@inline
function firstInside(offset: i32, stride: i32): i32 {
  return offset >= 0 ? 0 : divideUp(-offset, stride);
}

function addTap(dy: usize, x: usize, length: i32, runs: i32, sums: usize): void {
  const job = gradientJob();
  for (let output = 0; output < job.outputs; output += TILE_ROWS) {
    for (let input = 0; input < job.inputs; input += TILE_COLUMNS) {
      tileOuterProduct(
        dy + floats(output),
        floats(job.outputs),
        floats(job.outputs * job.outWidth),
        x + floats(input),
        floats(job.inputs * job.stride),
        floats(job.inputs * job.stride * job.width),
        length,
        runs,
        true,
        sums,
        floats(TILE_COLUMNS),
      );
      sums += floats(TILE_ROWS * TILE_COLUMNS);
    }
  }
}

/** Adds up the parts for one output channel and writes `dw[output]`, `[inputs, taps]`. */
export function convWeightSumTile(output: i32): void {
  const job = gradientJob();
  const taps = job.kernelHeight * job.kernelWidth;
  const inputTiles = divideUp(job.inputs, TILE_COLUMNS);
  const tileFloats = TILE_ROWS * TILE_COLUMNS;
  const outputTile = output / TILE_ROWS;
  const rowInTile = output % TILE_ROWS;
  const tapFloats = divideUp(job.outputs, TILE_ROWS) * inputTiles * tileFloats;
  for (let tap = 0; tap < taps; ++tap) {
    for (let input = 0; input < job.inputs; ++input) {
      const tile = outputTile * inputTiles + input / TILE_COLUMNS;
      const index = tap * tapFloats + tile * tileFloats + rowInTile * TILE_COLUMNS + (input % TILE_COLUMNS);
      let sum: f32 = 0;
      let part = job.parts + floats(index);
      for (let i = 0; i < job.partCount; ++i) {
        sum += load<f32>(part);
        part += job.partBytes;
      }
      store<f32>(job.dw + floats((output * job.inputs + input) * taps + tap), sum);
    }
  }
}
