/**
 * @file Packing: the right-hand matrix of a product is laid out as panels of 8 columns, `[panel][depth][8]`, so
 * that a register tile reads it front to back. Columns beyond the matrix are zeros.
 */
import { floats, roundUp8 } from './simd';
import { TILE_COLUMNS } from './tiles';

/** The bytes of a packed matrix `[depth, columns]`. */
export function packedBytes(depth: i32, columns: i32): usize {
  return floats(depth * roundUp8(columns));
}

/** Packs the panels `from` … `to` − 1 of the transpose of `source` `[columns, depth]`. */
export function packTransposed(
  source: usize,
  sourceStride: usize,
  depth: i32,
  columns: i32,
  from: i32,
  to: i32,
  packed: usize,
): void {
  for (let panel = from; panel < to; ++panel) {
    const first = panel * TILE_COLUMNS;
    const width = min(TILE_COLUMNS, columns - first);
    const rows = source + sourceStride * first;
    const target = packed + floats(depth * first);
    if (width == TILE_COLUMNS) transposePanel(rows, sourceStride, depth, target);
    else transposeNarrowPanel(rows, sourceStride, depth, width, target);
  }
}

function transposePanel(rows: usize, stride: usize, depth: i32, target: usize): void {
  const vectorised = depth & ~3;
  for (let half: usize = 0; half < 2; ++half) {
    let source = rows + stride * 4 * half;
    let to = target + 16 * half;
    for (let k = 0; k < vectorised; k += 4) {
      const r0 = v128.load(source);
      const r1 = v128.load(source + stride);
      const r2 = v128.load(source + stride * 2);
      const r3 = v128.load(source + stride * 3);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3), 32);
      v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 64);
      v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3), 96);
      source += 16;
      to += 128;
    }
    for (let k = vectorised; k < depth; ++k) {
      store<f32>(to, load<f32>(source));
      store<f32>(to, load<f32>(source + stride), 4);
      store<f32>(to, load<f32>(source + stride * 2), 8);
      store<f32>(to, load<f32>(source + stride * 3), 12);
      source += 4;
      to += 32;
    }
  }
}

function transposeNarrowPanel(rows: usize, stride: usize, depth: i32, width: i32, target: usize): void {
  for (let k = 0; k < depth; ++k) {
    for (let column = 0; column < width; ++column)
      store<f32>(target + floats(column), load<f32>(rows + stride * column + floats(k)));
    for (let column = width; column < TILE_COLUMNS; ++column) store<f32>(target + floats(column), 0);
    target += 32;
  }
}

/** Packs the panels `from` … `to` − 1 of `source` `[depth, columns]`. */
export function packPlain(
  source: usize,
  sourceStride: usize,
  depth: i32,
  columns: i32,
  from: i32,
  to: i32,
  packed: usize,
): void {
  for (let panel = from; panel < to; ++panel) {
    const first = panel * TILE_COLUMNS;
    const width = min(TILE_COLUMNS, columns - first);
    let row = source + floats(first);
    let target = packed + floats(depth * first);
    for (let k = 0; k < depth; ++k) {
      if (width == TILE_COLUMNS) {
        v128.store(target, v128.load(row));
        v128.store(target, v128.load(row, 16), 16);
      } else {
        v128.store(target, f32x4.splat(0));
        v128.store(target, f32x4.splat(0), 16);
        for (let column = 0; column < width; ++column)
          store<f32>(target + floats(column), load<f32>(row + floats(column)));
      }
      row += sourceStride;
      target += 32;
    }
  }
}
