/**
 * @file Matrix products of any kind: `result[row, column] = Σ_k a[row, k] · b[column, k]`. What `a` and `b` are
 * (a matrix, its transpose, the patches of an image) and where results go is WGSL that the caller brings.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { quadTiles } from './gemmQuads.ts';
import { registerTiles } from './gemmRegisters.ts';
import { workgroupTiles } from './gemmWorkgroup.ts';
import { productStyle } from './productStyle.ts';
import type { ProductStyle } from '../../protocol/device.ts';
import type { SharedArray } from './limits.ts';
import { run, type Binding, type Program } from './program.ts';

/** One side of a product. */
export interface Operand {
  /**
   * What four values one load gives: `inner`, four along k of one line (k a multiple of 4), or `outer`, four
   * neighbouring lines at one k (the line a multiple of 4). A line is a row of `a`, a column of the result for `b`.
   */
  layout: 'inner' | 'outer';
  /** What a load needs to know of its line, and of its k; computed once for many loads. */
  line?: Derived;
  depth?: Derived;
  /**
   * Body of `fn (line, depth) -> vec4<f32>`, which get the line and k, or what is derived of them. Past the lines
   * it may give anything; k is below `K`, but of an `inner` load the values from `K` on must be zeros.
   */
  load: string;
  /** The bodies know of sizes by the product's constants, and by LINES, the number of their own lines, alone. */
  anySize?: boolean;
}

/** A value of WGSL `type`, from the body of a function of `index: u32`. */
export interface Derived {
  type: string;
  body: string;
}

export interface Gemm {
  name: string;
  rows: number;
  columns: number;
  /** Length of the sum. */
  depth: number;
  a: Operand;
  b: Operand;
  /**
   * Body of `fn (row: u32, column: u32, split: u32, value: vec4<f32>)`: takes four neighbouring columns of a row,
   * of which those from `COLUMNS` on are void.
   */
  store: string;
  /** Body of `fn (column: u32) -> vec4<f32>`: what four columns' sums begin with, instead of zero. */
  initial?: string;
  /** Body of `fn (row: u32, split: u32, value: f32)`: takes `Σ_k a[row, k]`. */
  storeRowSum?: string;
  /** Declarations that the bodies use. */
  declarations?: string;
  constants?: Program['constants'];
  bindings: readonly Binding[];
  /** The sum is cut into as many parts, each stored on its own; see {@link splitsFor}. */
  splits?: number;
}

/** A way to compute a tile of the result per workgroup or per quad. */
export interface TiledKernel {
  /** Distinguishes tile sizes in the pipeline's name. */
  name: string;
  workgroupSize: number;
  /** Workgroups for all tiles of one split. */
  workgroups: number;
  /** The sum's length per split is a multiple of this. */
  depthStep: number;
  subgroups: boolean;
  /** Sizes that its code names besides those of the product; left out where a general form could give other bits. */
  sizes?: Readonly<Record<string, number>>;
  shared: readonly SharedArray[];
  main: () => string;
}

/** Queues the product. */
export function runGemm(backend: WebGPUBackend, gemm: Gemm): void {
  const { rows, columns, depth, splits = 1 } = gemm;
  const tiles = tiled[productStyle(backend)](gemm);
  const step = tiles.depthStep;
  const splitDepth = Math.ceil(depth / splits / step) * step;
  run(backend, {
    name: `${gemm.name}${tiles.name}`,
    constants: {
      ROWS: rows,
      COLUMNS: columns,
      K: depth,
      SPLIT_K: splitDepth,
      ...tiles.sizes,
      ...gemm.constants,
    },
    anySize: gemm.a.anySize === true && gemm.b.anySize === true && tiles.sizes !== undefined,
    bindings: gemm.bindings,
    workgroupSize: tiles.workgroupSize,
    workgroups: [tiles.workgroups, splits],
    subgroups: tiles.subgroups,
    shared: tiles.shared,
    code: () => `
      ${gemm.declarations ?? ''}
      ${loader('A', gemm.a, splitDepth * splits > depth)}
      ${loader('B', gemm.b, splitDepth * splits > depth)}
      fn initial(column: u32) -> vec4<f32> { ${gemm.initial ?? 'return vec4(0.0);'} }
      fn store(row: u32, column: u32, split: u32, value: vec4<f32>) { ${gemm.store} }
      ${gemm.storeRowSum ? `fn storeRowSum(row: u32, split: u32, value: f32) { ${gemm.storeRowSum} }` : ''}
      ${tiles.main()}`,
  });
}

/** `line<name>`, `depth<name>` and `load<name>`. Where the last split ends beyond the sum, zeros follow. */
function loader(name: 'A' | 'B', operand: Operand, overhangs: boolean): string {
  const { line = unchanged, depth = unchanged, load } = operand;
  const lines = name === 'A' ? 'ROWS' : 'COLUMNS';
  const guarded = `select(vec4(0.0), read${name}(line, depth), k < K)`;
  return `
    fn line${name}(index: u32) -> ${line.type} { ${line.body} }
    fn depth${name}(index: u32) -> ${depth.type} { ${depth.body.replace('LINES', lines)} }
    fn read${name}(line: ${line.type}, depth: ${depth.type}) -> vec4<f32> { ${load} }
    fn load${name}(line: ${line.type}, depth: ${depth.type}, k: u32) -> vec4<f32> {
      return ${overhangs ? guarded : `read${name}(line, depth)`};
    }`;
}

const unchanged: Derived = { type: 'u32', body: 'return index;' };

/** Into how many parts a long sum with a small result should be cut, so that the whole device has work. */
export function splitsFor(backend: WebGPUBackend, rows: number, columns: number, depth: number): number {
  const [tile, wanted, shortest] = granularity[productStyle(backend)];
  const tiles = Math.ceil((rows * columns) / tile);
  return Math.max(1, Math.min(Math.ceil(wanted / tiles), Math.ceil(depth / shortest)));
}

/** Values of a tile, tiles that keep the device busy, and the shortest sum that is worth a part of its own. */
const granularity: Record<ProductStyle, readonly [number, number, number]> = {
  quads: [16 * 32, 16, 64],
  registers: [8 * 4 * 64, 256, 128],
  workgroup: [32 * 32, 256, 128],
};

const tiled: Record<ProductStyle, (gemm: Gemm) => TiledKernel> = {
  quads: quadTiles,
  registers: registerTiles,
  workgroup: workgroupTiles,
};
