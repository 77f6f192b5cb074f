/** @file Products of whole blocks of matrices, by one thread. Strides are in bytes. */
import { divideUp, floats } from './simd';
import { TILE_COLUMNS, TILE_ROWS, tileOuterProduct, tileProduct } from './tiles';

/** Floats of the private scratch that these functions need: one register tile. */
export const EDGE_FLOATS: i32 = 48;

/**
 * `c = initial + a · b` for `rows` rows and the panels `from` … `to` − 1 of `columns` columns.
 * @param b panels of 8 columns: panel p starts at `b + p·panelStride`, its rows are `bStride` apart
 * @param initial what every row starts from (a bias); null for zeros, which are then at `zeros`
 * @param edge scratch of {@link EDGE_FLOATS}
 */
export function multiplyPanels(
  a: usize,
  aStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  panelStride: usize,
  depth: i32,
  from: i32,
  to: i32,
  columns: i32,
  initial: usize,
  zeros: usize,
  c: usize,
  cStride: usize,
  edge: usize,
): void {
  for (let panel = from; panel < to; ++panel) {
    const first = panel * TILE_COLUMNS;
    const width = min(TILE_COLUMNS, columns - first);
    const start = initial ? initial + floats(first) : zeros;
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const height = min(TILE_ROWS, rows - row);
      const left = a + aStride * row;
      const right = b + panelStride * panel;
      const target = c + cStride * row + floats(first);
      if (width == TILE_COLUMNS) {
        tileProduct(left, aStride, height, right, bStride, depth, start, target, cStride);
      } else {
        tileProduct(left, aStride, height, right, bStride, depth, start, edge, 32);
        copyEdge(edge, target, cStride, height, width, false);
      }
    }
  }
}

/** Rows summed before the registers are added to the result: keeps both operands in the first cache. */
const OUTER_CHUNK: i32 = 128;

/**
 * `c = aᵀ · b` with `a` `[depth, rows]` and `b` `[depth, columns]`.
 * May read (and ignore) up to 7 floats past the end of `a` and `b`, which the allocator's own bookkeeping covers.
 * @param edge scratch of {@link EDGE_FLOATS}
 */
export function multiplyTransposed(
  a: usize,
  aStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  columns: i32,
  depth: i32,
  accumulate: bool,
  c: usize,
  cStride: usize,
  edge: usize,
): void {
  const chunks = max(divideUp(depth, OUTER_CHUNK), 1);
  for (let chunk = 0; chunk < chunks; ++chunk) {
    const first = chunk * OUTER_CHUNK;
    const size = min(OUTER_CHUNK, depth - first);
    const add = accumulate || chunk > 0;
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const height = min(TILE_ROWS, rows - row);
      const left = a + aStride * first + floats(row);
      for (let column = 0; column < columns; column += TILE_COLUMNS) {
        const width = min(TILE_COLUMNS, columns - column);
        const right = b + bStride * first + floats(column);
        const target = c + cStride * row + floats(column);
        if (height == TILE_ROWS && width == TILE_COLUMNS) {
          tileOuterProduct(left, aStride, 0, right, bStride, 0, size, 1, add, target, cStride);
        } else {
          tileOuterProduct(left, aStride, 0, right, bStride, 0, size, 1, false, edge, 32);
          copyEdge(edge, target, cStride, height, width, add);
        }
      }
    }
  }
}

/** Copies or adds the valid part of a tile that reaches over the edge of the result. */
function copyEdge(edge: usize, c: usize, cStride: usize, height: i32, width: i32, add: bool): void {
  for (let row = 0; row < height; ++row) {
    for (let column = 0; column < width; ++column) {
      const value = load<f32>(edge + 32 * row + floats(column));
      const target = c + cStride * row + floats(column);
      store<f32>(target, add ? load<f32>(target) + value : value);
    }
  }
}
